import { callerOf } from '@/server/features/sessions'
import { AppError } from '@/server/kernel/errors'
import { executeDownload } from '@/server/operations'
import { fileResponse } from '../file-response'
import { catalogueOperations } from '../operations'
import { failureOf, problemResponse } from '../rest/problem'

/** A file for a signed-in browser: `GET /api/download/<noun>.<verb>?input=<JSON>`. */
export async function handleDownload(request: Request): Promise<Response> {
  const caller = await callerOf(request.headers)
  const { pathname, searchParams } = new URL(request.url)
  // Names of operations hold nothing that a URL would encode.
  const name = pathname.split('/').at(-1) ?? ''
  try {
    refuseForeign(request.headers)
    const operation = catalogueOperations().find((candidate) => candidate.name === name)
    if (operation?.kind !== 'download') throw new AppError('not_found', 'There is no such download.')
    const file = await executeDownload(operation, caller, readInput(searchParams.get('input')))
    return withHeaders(await fileResponse(file), caller.correlationId)
  } catch (error) {
    const failure = failureOf(error, { correlationId: caller.correlationId, route: `download ${name}` })
    return withHeaders(problemResponse(failure), caller.correlationId)
  }
}

/** The cookie travels with links of other sites too; a browser says where a request comes from. */
function refuseForeign(headers: Headers): void {
  const site = headers.get('sec-fetch-site')
  if (site === null || site === 'same-origin' || site === 'none') return
  throw new AppError('forbidden', 'Downloads are opened from Pawl’s own pages only.')
}

function readInput(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '{}')
  } catch {
    throw new AppError('invalid_input', 'The parameter input is not valid JSON.')
  }
}

function withHeaders(response: Response, correlationId: string): Response {
  response.headers.set('cache-control', 'no-store')
  response.headers.set('x-correlation-id', correlationId)
  return response
}
