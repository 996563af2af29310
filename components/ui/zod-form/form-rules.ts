/** The message of each wrong place: `name`, `owner.email`, `items.0.price`; `''` is the form as a whole. */
export type FormErrors = Readonly<Record<string, string>>

export interface Issue {
  path: readonly PropertyKey[] | string
  message: string
}

/** The first message of each place. */
export function errorsOf(issues: readonly Issue[]): FormErrors {
  const errors = new Map<string, string>()
  for (const { path, message } of issues) {
    const place = typeof path === 'string' ? path : path.map(String).join('.')
    if (!errors.has(place)) errors.set(place, message)
  }
  return Object.fromEntries(errors)
}

/** The `issues` that a server's refusal names, wherever they are well formed. */
export function issuesOf(details: Record<string, unknown> | undefined): Issue[] {
  const issues = details?.issues
  if (!Array.isArray(issues)) return []
  return issues.flatMap((issue: unknown): Issue[] => {
    if (typeof issue !== 'object' || issue === null || !('message' in issue)) return []
    const path = 'path' in issue ? issue.path : ''
    if (typeof issue.message !== 'string') return []
    if (typeof path === 'string') return [{ path, message: issue.message }]
    return Array.isArray(path) ? [{ path: path.map(String), message: issue.message }] : []
  })
}

/** Without the places at or below a field: what was said of it is no longer true. */
export function without(errors: FormErrors, field: string): FormErrors {
  return Object.fromEntries(
    Object.entries(errors).filter(([place]) => place !== field && !place.startsWith(`${field}.`)),
  )
}

/** Messages that no shown field will tell. */
export function untold(errors: FormErrors, fields: readonly string[]): string[] {
  return Object.entries(errors)
    .filter(([place]) => !fields.some((field) => place === field || place.startsWith(`${field}.`)))
    .map(([place, message]) => (place === '' ? message : `${place}: ${message}`))
}

/** What a field says: its own message, or the first of what is inside it. */
export function errorAt(errors: FormErrors, field: string): string | undefined {
  if (Object.hasOwn(errors, field)) return errors[field]
  const inside = Object.keys(errors).find((place) => place.startsWith(`${field}.`))
  return inside === undefined ? undefined : errors[inside]
}

/** Whether two values of fields are alike, by what they hold. */
export function isAlike(one: unknown, other: unknown): boolean {
  return Object.is(one, other) || JSON.stringify(one) === JSON.stringify(other)
}
