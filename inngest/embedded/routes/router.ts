import { AppError, ERRORS } from '@/server/kernel/errors'
import { cancelRun } from '../executor/ingest'
import type { Intake } from '../executor/intake'
import { type Log, reasonOf } from '../log'
import { parseEvents } from '../protocol/event'
import type { Database } from '../store/database'
import { findEvent } from '../store/events'
import { listFunctions } from '../store/functions'
import { findRun, findRunState, runsOfEvent } from '../store/runs'
import { checkpoint } from './checkpoint'
import { register } from './register'
import { takeSignal } from './signal'
import { envelope, eventView, functionView, runView } from './views'

export interface RouterOptions {
  db: Database
  intake: Intake
  /** Where the finished steps of the call with this token are committed. */
  dbOfCall: (token: string) => Database
  log: Log
  /** There is work now. */
  onWork: () => void
}

/** What is read of a request: a web `Request`, or less. */
export interface RoutedRequest {
  method: string
  url: string
  headers: Pick<Headers, 'get'>
  text(): Promise<string>
}

/** `eventDb`: where the events of this request are committed. */
export type Router = (request: RoutedRequest, eventDb: Database) => Promise<Response>

type Params = [id: string]
type Route = [
  method: string,
  pattern: RegExp,
  handle: (request: RoutedRequest, params: Params, eventDb: Database) => Promise<Response>,
]

/** The server's side of the protocol: what the SDK's client and REST callers ask of the engine. */
export function createRouter({ db, intake, dbOfCall, log, onWork }: RouterOptions): Router {
  const routes: Route[] = [
    ['POST', /^\/e\/[^/]+$/, receiveEvents],
    ['POST', /^\/v1\/checkpoint\/([^/]+)\/async$/, receiveCheckpoint],
    ['POST', /^\/fn\/register$/, receiveRegistration],
    ['POST', /^\/v1\/signals$/, receiveSignal],
    ['GET', /^\/v0\/runs\/([^/]+)\/actions$/, showMemos],
    ['GET', /^\/v0\/runs\/([^/]+)\/batch$/, showBatch],
    ['GET', /^\/dev$/, showFunctions],
    ['GET', /^\/health$/, showHealth],
    ['GET', /^\/v1\/runs\/([^/]+)$/, showRun],
    ['DELETE', /^\/v1\/runs\/([^/]+)$/, stopRun],
    ['GET', /^\/v1\/events\/([^/]+)$/, showEvent],
    ['GET', /^\/v1\/events\/([^/]+)\/runs$/, showRuns],
  ]

  async function receiveEvents(
    request: RoutedRequest,
    _params: Params,
    eventDb: Database,
  ): Promise<Response> {
    const events = parseEvents(await jsonOf(request))
    // All or none: a sender that hears of a failure may send the whole list again.
    const ids = await intake.receive(eventDb, events, request.headers.get('x-inngest-event-id-seed'))
    return json({ ids, status: 200 })
  }

  async function receiveCheckpoint(request: RoutedRequest, [runId]: Params): Promise<Response> {
    if (await checkpoint(dbOfCall, runId, await jsonOf(request))) return json({ data: {} })
    return json(
      { error: 'This call is stale: another owner has taken the run, or it has ended.', status: 409 },
      409,
    )
  }

  async function receiveRegistration(request: RoutedRequest): Promise<Response> {
    const { modified } = await register(db, await jsonOf(request))
    return json({ ok: true, status: 200, modified })
  }

  async function receiveSignal(request: RoutedRequest): Promise<Response> {
    const runId = await takeSignal(db, await jsonOf(request))
    if (runId === undefined) return missing('No step waits for this signal.')
    onWork()
    return json(envelope({ run_id: runId }))
  }

  async function showMemos(_request: RoutedRequest, [id]: Params): Promise<Response> {
    const state = await findRunState(db, id)
    return state ? text(state.memos) : missing(`There is no run ${id}.`)
  }

  async function showBatch(_request: RoutedRequest, [id]: Params): Promise<Response> {
    const state = await findRunState(db, id)
    return state ? text(`[${state.event}]`) : missing(`There is no run ${id}.`)
  }

  async function showFunctions(): Promise<Response> {
    return json({ functions: (await listFunctions(db)).map(functionView) })
  }

  async function showHealth(): Promise<Response> {
    await db.query('SELECT 1')
    return json({ status: 200, message: 'OK' })
  }

  async function showRun(_request: RoutedRequest, [id]: Params): Promise<Response> {
    const run = await findRun(db, id)
    return run ? json(envelope(runView(run))) : missing(`There is no run ${id}.`)
  }

  async function stopRun(_request: RoutedRequest, [id]: Params): Promise<Response> {
    const isStopped = await db.transaction((tx) => cancelRun(tx, id, 'Cancelled by request.'))
    if (isStopped) onWork()
    const run = await findRun(db, id)
    if (!run) return missing(`There is no run ${id}.`)
    if (run.status === 'cancelled') return new Response(null, { status: 204 })
    return json({ error: `The run ${id} has ended already: ${run.status}.`, status: 409 }, 409)
  }

  async function showEvent(_request: RoutedRequest, [id]: Params): Promise<Response> {
    const event = await findEvent(db, id)
    return event ? json(envelope(eventView(event))) : missing(`There is no event ${id}.`)
  }

  async function showRuns(_request: RoutedRequest, [id]: Params): Promise<Response> {
    return json(envelope((await runsOfEvent(db, id)).map(runView)))
  }

  return async (request, eventDb) => {
    const path = new URL(request.url).pathname
    try {
      for (const [method, pattern, handle] of routes) {
        const found = request.method === method ? pattern.exec(path) : null
        if (found) return await handle(request, [decodeURIComponent(found[1] ?? '')], eventDb)
      }
      return missing(`The embedded engine has no ${request.method} ${path}.`)
    } catch (error) {
      if (AppError.is(error))
        return json({ error: error.message, status: ERRORS[error.code].status }, ERRORS[error.code].status)
      log('warn', 'The engine could not answer a request', {
        method: request.method,
        path,
        reason: reasonOf(error),
      })
      return json({ error: `The engine cannot store this now: ${reasonOf(error)}`, status: 503 }, 503)
    }
  }
}

async function jsonOf(request: RoutedRequest): Promise<unknown> {
  try {
    return JSON.parse(await request.text())
  } catch (cause) {
    throw new AppError('invalid_input', 'The body is not JSON.', { cause })
  }
}

function missing(message: string): Response {
  return json({ error: message, status: 404 }, 404)
}

function json(body: unknown, status = 200): Response {
  return text(JSON.stringify(body), status)
}

/** JSON that is text already. */
function text(body: string, status = 200): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json' } })
}
