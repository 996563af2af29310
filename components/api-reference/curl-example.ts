import type { JsonValue } from '@/server/kernel/json'
import type { ReferenceOperation } from './reference'

/** Ids of the project one looks at, in place of the document's examples. */
export interface Place {
  server: string
  orgId: string
  projectId: string
}

/** A call of an operation to paste into a terminal; the key comes from `PAWL_API_KEY`. */
export function curlExample(operation: ReferenceOperation, place: Place): string {
  const { method, kind, isPublic, body } = operation
  const flags = kind === 'stream' ? ' -N' : kind === 'download' ? ' -OJ' : ''
  const lines = [
    `curl${flags}${method === 'GET' ? '' : ` -X ${method}`} "${place.server}${pathOf(operation, place)}"`,
    ...(isPublic ? [] : ['-H "Authorization: Bearer $PAWL_API_KEY"']),
    ...(body ? ['-H "Content-Type: application/json"', `-d ${quoted(body.example)}`] : []),
  ]
  return lines.join(' \\\n  ')
}

function pathOf({ path, parameters }: ReferenceOperation, { orgId, projectId }: Place): string {
  const known: Record<string, string | undefined> = { orgId, projectId }
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const example = parameters.find((parameter) => parameter.name === name)?.example
    return encodeURIComponent(known[name] ?? String(example ?? name))
  })
  const query = parameters.filter((parameter) => parameter.place === 'query' && parameter.isRequired)
  if (query.length === 0) return filled
  const search = new URLSearchParams(query.map(({ name, example }) => [name, String(example ?? '')]))
  return `${filled}?${search}`
}

/** For a POSIX shell: a quote inside ends the text, stands escaped, and begins it again. */
function quoted(value: JsonValue): string {
  return `'${JSON.stringify(value, null, 2).replaceAll("'", "'\\''")}'`
}
