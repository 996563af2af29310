import { AppError, ERRORS } from '@/server/kernel/errors'
import { cancelRun, ingestEvent } from '../executor/ingest'
import { type Log, reasonOf } from '../log'
import { parseEvents } from '../protocol/event'
import type { Database } from '../store/database'
import { findEvent } from '../store/events'
import { findRun, runsOfEvent } from '../store/runs'
import { checkpoint } from './checkpoint'
import { register } from './register'
import { envelope, eventView, runView } from './views'

export interface RouterOptions {
  db: Database
  log: Log
  /** There is work; the latest of it in so many milliseconds. */
  onWork: (delayMs: number) => void
  onRegistered: (registered: { hasLimits: boolean }) => void
}

type Params = [id: string]
type Route = [
  method: string,
  pattern: RegExp,
  handle: (request: Request, params: Params) => Promise<Response>,
]

/** The server's side of the protocol: what the SDK's client and REST callers ask of the engine. */
export function createRouter({
  db,
  log,
  onWork,
  onRegistered,
}: RouterOptions): (request: Request) => Promise<Response> {
  const routes: Route[] = [
    ['POST', /^\/e\/[^/]+$/, receiveEvents],
    ['POST', /^\/v1\/checkpoint\/([^/]+)\/async$/, receiveCheckpoint],
    ['POST', /^\/fn\/register$/, receiveRegistration],
    ['GET', /^\/v1\/runs\/([^/]+)$/, showRun],
    ['DELETE', /^\/v1\/runs\/([^/]+)$/, stopRun],
    ['GET', /^\/v1\/events\/([^/]+)$/, showEvent],
    ['GET', /^\/v1\/events\/([^/]+)\/runs$/, showRuns],
  ]

  async function receiveEvents(request: Request): Promise<Response> {
    const events = parseEvents(await jsonOf(request))
    const seed = request.headers.get('x-inngest-event-id-seed')
    // All or none: a sender that hears of a failure may send the whole list again.
    const ids = await db.transaction(async (tx) => {
      const stored: string[] = []
      for (const [index, event] of events.entries())
        stored.push(await ingestEvent(tx, event, seed ? `seed:${seed}:${index}` : undefined))
      return stored
    })
    const dues = events.map((event) => (typeof event.ts === 'number' ? event.ts - Date.now() : 0))
    for (const dueMs of new Set(dues.map((due) => Math.max(0, due)))) onWork(dueMs)
    return json({ ids, status: 200 })
  }

  async function receiveCheckpoint(request: Request, [runId]: Params): Promise<Response> {
    if (await checkpoint(db, runId, await jsonOf(request))) return json({ data: {} })
    return json(
      { error: 'This call is stale: another owner has taken the run, or it has ended.', status: 409 },
      409,
    )
  }

  async function receiveRegistration(request: Request): Promise<Response> {
    const { modified, hasLimits } = await register(db, await jsonOf(request))
    onRegistered({ hasLimits })
    return json({ ok: true, status: 200, modified })
  }

  async function showRun(_request: Request, [id]: Params): Promise<Response> {
    const run = await findRun(db, id)
    return run ? json(envelope(runView(run))) : missing(`There is no run ${id}.`)
  }

  async function stopRun(_request: Request, [id]: Params): Promise<Response> {
    const isStopped = await db.transaction((tx) => cancelRun(tx, id, 'Cancelled by request.'))
    if (isStopped) onWork(0)
    const run = await findRun(db, id)
    if (!run) return missing(`There is no run ${id}.`)
    if (run.status === 'cancelled') return new Response(null, { status: 204 })
    return json({ error: `The run ${id} has ended already: ${run.status}.`, status: 409 }, 409)
  }

  async function showEvent(_request: Request, [id]: Params): Promise<Response> {
    const event = await findEvent(db, id)
    return event ? json(envelope(eventView(event))) : missing(`There is no event ${id}.`)
  }

  async function showRuns(_request: Request, [id]: Params): Promise<Response> {
    return json(envelope((await runsOfEvent(db, id)).map(runView)))
  }

  return async (request) => {
    const path = new URL(request.url).pathname
    try {
      for (const [method, pattern, handle] of routes) {
        const found = request.method === method ? pattern.exec(path) : null
        if (found) return await handle(request, [decodeURIComponent(found[1] ?? '')])
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

async function jsonOf(request: Request): Promise<unknown> {
  try {
    return await request.json()
  } catch (cause) {
    throw new AppError('invalid_input', 'The body is not JSON.', { cause })
  }
}

function missing(message: string): Response {
  return json({ error: message, status: 404 }, 404)
}

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}
