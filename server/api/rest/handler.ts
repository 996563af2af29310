import { callerOfKey } from '@/server/features/api-keys'
import { clientIp } from '@/server/features/sessions'
import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import { type Caller, execute, executeDownload, executeStream } from '@/server/operations'
import { fileResponse } from '../file-response'
import { eventStream } from './event-stream'
import { documentResponse } from './openapi/response'
import { failureOf, problemResponse } from './problem'
import { countCall } from './rate-limit'
import { type Call, readCall } from './read-call'
import { allowedMethods, BASE_PATH, matchRoute } from './routes'

/** Serves the catalogue under `/api/v1`. Only a bearer key says who calls: cookies are not read. */
export async function handleRest(request: Request): Promise<Response> {
  const path = pathOf(request)
  const visitor = {
    correlationId: newId('request'),
    ip: clientIp(request.headers),
    userAgent: request.headers.get('user-agent'),
  }
  const headers: Record<string, string> = {
    'cache-control': 'no-store',
    'x-correlation-id': visitor.correlationId,
  }
  const route = `${request.method} ${BASE_PATH}${path}`
  try {
    const response = await respond(request, path, visitor, headers)
    return finished(request, response, headers)
  } catch (error) {
    const failure = failureOf(error, { correlationId: visitor.correlationId, route })
    return finished(request, problemResponse(failure), headers)
  }
}

type Visitor = Pick<Caller, 'correlationId' | 'ip' | 'userAgent'>

async function respond(
  request: Request,
  path: string,
  visitor: Visitor,
  headers: Record<string, string>,
): Promise<Response> {
  if (request.method === 'OPTIONS') return optionsOf(path)
  // The same for everybody, and made already: it counts against no limit.
  if (path === '/openapi.json') return documentResponse(request)
  const caller = await identify(request.headers.get('authorization'), visitor, headers)
  const matched = matchRoute(request.method, path)
  if (!caller.user && matched.route.operation.permission !== 'public')
    throw new AppError('unauthenticated', 'Send an API key as Authorization: Bearer pawl_…')
  return answer(await readCall(request, matched), caller, request, headers)
}

/** Who calls, counted: against the key's limit, or against the address's where there is no valid key. */
async function identify(
  authorization: string | null,
  visitor: Visitor,
  headers: Record<string, string>,
): Promise<Caller> {
  const caller = await callerOfKey(authorization, visitor).catch(async (error: unknown) => {
    await count({ kind: 'address', ip: visitor.ip }, headers)
    throw error
  })
  const { apiKey, ip } = caller
  await count(apiKey ? { kind: 'key', apiKeyId: apiKey.apiKeyId } : { kind: 'address', ip }, headers)
  return caller
}

async function count(subject: Parameters<typeof countCall>[0], headers: Record<string, string>) {
  const counted = await countCall(subject)
  Object.assign(headers, counted.headers)
  if (counted.refusal) throw counted.refusal
}

async function answer(
  { operation, input, idempotencyKey }: Call,
  caller: Caller,
  request: Request,
  headers: Record<string, string>,
): Promise<Response> {
  if (operation.kind === 'download') return fileResponse(await executeDownload(operation, caller, input))
  if (operation.kind === 'stream') {
    const abort = new AbortController()
    if (request.signal.aborted) abort.abort()
    else request.signal.addEventListener('abort', () => abort.abort(), { once: true })
    return eventStream({
      values: executeStream(operation, caller, input, abort.signal),
      abort,
      checkAccess: async () => void (await callerOfKey(request.headers.get('authorization'), caller)),
      problemOf: (error) =>
        failureOf(error, { correlationId: caller.correlationId, route: operation.name }).problem,
    })
  }
  const key = idempotencyKey && {
    ...idempotencyKey,
    onReplay: () => void Object.assign(headers, { 'idempotent-replayed': 'true' }),
  }
  return Response.json(await execute(operation, caller, input, key))
}

function optionsOf(path: string): Response {
  const allowed = path === '/openapi.json' ? ['GET', 'HEAD', 'OPTIONS'] : allowedMethods(path)
  if (allowed.length === 0) throw new AppError('not_found', `There is nothing at ${BASE_PATH}${path}.`)
  return new Response(null, { status: 204, headers: { allow: allowed.join(', ') } })
}

async function finished(
  request: Request,
  response: Response,
  headers: Record<string, string>,
): Promise<Response> {
  for (const [name, value] of Object.entries(headers))
    if (!response.headers.has(name)) response.headers.set(name, value)
  if (request.method !== 'HEAD' || !response.body) return response
  await response.body.cancel()
  return new Response(null, { status: response.status, headers: response.headers })
}

/** Below the base; without the slash at the end that some clients add. */
function pathOf(request: Request): string {
  const { pathname } = new URL(request.url)
  const path = pathname.startsWith(BASE_PATH) ? pathname.slice(BASE_PATH.length) : pathname
  return path.replace(/\/+$/, '')
}
