import type { Caller } from '@/server/operations'
import { execute } from '@/server/operations'
import { catalogue } from '../../catalogue'
import { handleRest } from '../handler'
import type { RestRoute } from '../routes'

export interface RestCall {
  /** `GET /projects/prj_…/runs` */
  what: string
  key?: string | undefined
  body?: unknown
  headers?: Record<string, string>
  ip?: string
}

export interface RestAnswer {
  status: number
  headers: Headers
  /** Parsed where it is JSON. */
  body: unknown
}

/** One request, as it arrives over HTTP. */
export async function call({ what, key, body, headers, ip }: RestCall): Promise<RestAnswer> {
  const response = await send({ what, key, body, headers, ip })
  const text = await readText(response)
  const isJson = text !== '' && /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

/** A stream's first piece; all of everything else. */
async function readText(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text()
  const reader = response.body?.getReader()
  const { value } = (await reader?.read()) ?? {}
  await reader?.cancel()
  return new TextDecoder().decode(value)
}

export function send({ what, key, body, headers, ip }: RestCall, signal?: AbortSignal): Promise<Response> {
  const [method = 'GET', path = ''] = what.split(' ')
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  return handleRest(
    new Request(`http://localhost:3000/api/v1${path}`, {
      method,
      headers: {
        'x-forwarded-for': ip ?? '192.0.2.1',
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(text !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(text !== undefined && { body: text }),
      ...(signal && { signal }),
    }),
  )
}

/** A key that somebody made in the browser. */
export async function arrangeKey(
  owner: Caller,
  key: {
    orgId: string
    permissions: readonly string[]
    projectIds?: readonly string[]
    expiresInDays?: number | null
  },
): Promise<{ id: string; key: string }> {
  // `apiKeys.create` answers with its id and its text.
  return (await execute(catalogue.apiKeys.create, owner, { name: 'Test', ...key })) as {
    id: string
    key: string
  }
}

/** An operation's input as the request that REST asks for. */
export function requestOf(route: RestRoute, input: Record<string, unknown>): Pick<RestCall, 'what' | 'body'> {
  const path = route.segments
    .map((segment) =>
      segment.kind === 'text' ? segment.text : encodeURIComponent(String(input[segment.field])),
    )
    .join('/')
  const others = Object.entries(input).filter(([name]) => !route.pathFields.includes(name))
  if (route.method !== 'GET') {
    const isBare = others.length === 0
    return { what: `${route.method} /${path}`, ...(!isBare && { body: Object.fromEntries(others) }) }
  }
  const query = new URLSearchParams(
    others.flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value])
        .filter((item) => item !== null && item !== undefined)
        .map((item) => [name, typeof item === 'object' ? JSON.stringify(item) : String(item)]),
    ),
  )
  return { what: `GET /${path}${query.size > 0 ? `?${query}` : ''}` }
}
