import type { LoggedRunEvent } from '@/server/kernel/run-events'

/** A document with these steps, and whatever else stands above them. */
export function workflow(steps: string, top = ''): string {
  return `version: 1\nname: test\n${top}steps:\n${steps}`
}

/** A step of scripted work, with more fields in YAML's flow style: `retry: { attempts: 2 }`. */
export function workStep(id: string, more = ''): string {
  return `  - { id: ${id}, http: { url: "https://x.test/${id}" }${more === '' ? '' : `, ${more}`} }\n`
}

/** The types of a log's events, of one step or of all. */
export function typesOf(log: readonly LoggedRunEvent[], path?: string): string[] {
  return log.flatMap((event) => (isAt(event, path) ? [event.type] : []))
}

/** The first event of a type; it must be there. */
export function eventOf<Type extends LoggedRunEvent['type']>(
  log: readonly LoggedRunEvent[],
  type: Type,
  path?: string,
): Extract<LoggedRunEvent, { type: Type }> {
  const found = log.find((event) => event.type === type && isAt(event, path))
  if (!found) throw new Error(`The log has no ${type}${path === undefined ? '' : ` of ${path}`}.`)
  return found as Extract<LoggedRunEvent, { type: Type }> // `find` compared the type
}

function isAt(event: LoggedRunEvent, path: string | undefined): boolean {
  return path === undefined || ('path' in event && event.path === path)
}
