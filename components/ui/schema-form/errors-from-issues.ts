/** Messages by path: `title`, `items.0.price`; the empty path is the whole value. */
export type FormErrors = Readonly<Record<string, string>>

/** Turns a server's `details.issues` into form errors. */
export function errorsFromIssues(issues: unknown): FormErrors {
  if (!Array.isArray(issues)) return {}
  const errors: Record<string, string> = {}
  for (const issue of issues) {
    if (typeof issue !== 'object' || issue === null || !('message' in issue)) continue
    const path = 'path' in issue ? issue.path : ''
    const key = Array.isArray(path) ? path.join('.') : pathOf(String(path))
    errors[key] ??= String(issue.message)
  }
  return errors
}

/** `/items/0/price` and `items[0].price` both become `items.0.price`. */
function pathOf(path: string): string {
  return path
    .replace(/^[#$]?[/.]?/, '')
    .replaceAll('/', '.')
    .replace(/\[(\w+)\]/g, '.$1')
    .replace(/^\./, '')
}
