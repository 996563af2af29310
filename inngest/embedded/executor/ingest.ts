import type { JsonObject } from '@/server/kernel/json'
import { newUlid } from '@/server/kernel/ulid'
import { type CelVariables, celMatches } from '../protocol/cel'
import type { EngineEvent } from '../protocol/event'
import { INVOKED_EVENT, lifecycleData, lifecycleEventsOf, type Outcome } from '../protocol/lifecycle'
import { matchKeysOf } from '../protocol/match-key'
import type { Sql } from '../store/database'
import { hasListeners, insertEvents } from '../store/events'
import { functionsTriggeredBy, type TriggeredFunction } from '../store/functions'
import { requestCalls } from '../store/queue'
import { endRun } from '../store/runs'
import { saveMemos } from '../store/steps'
import {
  lockInvokersOf,
  lockWaitsFor,
  type SoughtWait,
  takeWait,
  takeWaits,
  type WaitCandidate,
  waitPaths,
} from '../store/waits'
import { startRun } from './start-run'

/** An event on its way in. */
export interface IncomingEvent {
  /** Ours; the sender's own, where it gave one, is in the event. */
  id: string
  event: EngineEvent
  /** The event as JSON text. */
  payload: string
  dedupeKey: string | null
  /** Milliseconds from now until the runs that it starts are called. */
  delayMs: number
  /** Who shares fairly with others; '' where nobody said. */
  tenant: string
}

export function incomingEvent(event: EngineEvent, tenant: string, dedupeSeed?: string): IncomingEvent {
  const id = newUlid()
  const givenId = typeof event.id === 'string' && event.id !== '' ? event.id : undefined
  const nowMs = Date.now()
  const ts = typeof event.ts === 'number' ? event.ts : nowMs
  const full: EngineEvent = { ...event, id: givenId ?? id, ts }
  return {
    id,
    event: full,
    payload: JSON.stringify(full),
    dedupeKey: givenId ?? dedupeSeed ?? null,
    delayMs: Math.max(0, ts - nowMs),
    tenant,
  }
}

/**
 * Takes in events within the transaction: starts the functions they trigger, ends the waits and runs they match.
 * A repeated id starts nothing again, yet is heard by waits, as on an Inngest server. Returns the events' ids.
 */
export async function ingestEvents(tx: Sql, incoming: IncomingEvent[]): Promise<string[]> {
  const stored = await insertEvents(tx, incoming)
  const triggered = new Map<string, TriggeredFunction[]>()
  for (const [index, { event, delayMs, tenant }] of incoming.entries()) {
    const { id: eventId, isNew } = stored[index] ?? { id: '', isNew: false }
    if (!isNew) continue
    const functions = triggered.get(event.name) ?? (await functionsTriggeredBy(tx, event.name))
    triggered.set(event.name, functions)
    for (const { config } of matching(functions, event))
      await startRun(tx, config, event, { eventId, delayMs, tenant })
  }
  await resolveWaits(tx, incoming)
  return stored.map(({ id }) => id)
}

/** The functions which the event starts, each once. */
export function matching(functions: readonly TriggeredFunction[], event: EngineEvent): TriggeredFunction[] {
  const started = new Set<string>()
  return functions.filter(({ config, expression }) => {
    if (started.has(config.id) || (expression && !celMatches(expression, { event }))) return false
    started.add(config.id)
    return true
  })
}

/** Ends the run for good; tells who invoked it and who listens for it. False when it had ended before. */
export async function finishRun(tx: Sql, runId: string, outcome: Outcome): Promise<boolean> {
  const output = outcome.status === 'completed' ? outcome.result : { __serialized: true, ...outcome.error }
  const ended = await endRun(
    tx,
    runId,
    outcome.status,
    outcome.status === 'cancelled' ? null : JSON.stringify(output),
  )
  if (!ended) return false
  if (ended.eventName === INVOKED_EVENT) await resumeInvokers(tx, runId, outcome)
  for (const name of lifecycleEventsOf(outcome.status, ended.eventName)) {
    if (!(await hasListeners(tx, name))) continue
    const event = JSON.parse(ended.event) as JsonObject // stored as JSON of an event
    const data = lifecycleData({ id: runId, functionId: ended.functionId, event }, outcome)
    await ingestEvents(tx, [incomingEvent({ name, data }, ended.tenant)])
  }
  return true
}

/** Stops the run: no further calls, and whatever a call under way still answers is ignored. */
export async function cancelRun(tx: Sql, runId: string, reason: string): Promise<boolean> {
  return finishRun(tx, runId, { status: 'cancelled', error: { name: 'Error', message: reason } })
}

async function resumeInvokers(tx: Sql, runId: string, outcome: Outcome): Promise<void> {
  const memo = outcome.status === 'completed' ? { data: outcome.result } : { error: outcome.error }
  const resumed: string[] = []
  for (const invoker of await lockInvokersOf(tx, runId)) {
    if (!(await takeWait(tx, invoker.runId, invoker.stepId))) continue
    await saveMemos(tx, [{ ...invoker, result: JSON.stringify(memo) }])
    resumed.push(invoker.runId)
  }
  if (resumed.length > 0) await requestCalls(tx, resumed)
}

async function resolveWaits(tx: Sql, incoming: IncomingEvent[]): Promise<void> {
  const paths = await waitPaths(tx, [...new Set(incoming.map(({ event }) => event.name))])
  const sought = incoming.flatMap(({ event }, index): SoughtWait[] =>
    matchKeysOf(event, paths.get(event.name) ?? []).map((key) => ({ eventName: event.name, key, index })),
  )
  const heard = new Map<string, { wait: WaitCandidate; by: IncomingEvent }>()
  for (const wait of await lockWaitsFor(tx, sought)) {
    const key = `${wait.runId}/${wait.stepId}`
    const by = incoming[wait.index]
    if (by && !heard.has(key) && isHeard(wait, by.event)) heard.set(key, { wait, by })
  }
  if (heard.size > 0) await endWaits(tx, heard)
}

function isHeard(wait: WaitCandidate, event: EngineEvent): boolean {
  if (!wait.expression) return true
  // The trigger was stored as the JSON of an event.
  const variables: CelVariables = { event: JSON.parse(wait.trigger) as JsonObject, async: event }
  return celMatches(wait.expression, variables)
}

async function endWaits(
  tx: Sql,
  heard: ReadonlyMap<string, { wait: WaitCandidate; by: IncomingEvent }>,
): Promise<void> {
  const taken = await takeWaits(
    tx,
    [...heard.values()].map(({ wait }) => wait),
  )
  const ended = taken.flatMap(({ runId, stepId }) => heard.get(`${runId}/${stepId}`) ?? [])
  for (const { wait, by } of ended)
    if (wait.kind === 'cancel') await cancelRun(tx, wait.runId, `Cancelled by the event "${by.event.name}".`)
  const steps = ended.filter(({ wait }) => wait.kind !== 'cancel')
  if (steps.length === 0) return
  await saveMemos(
    tx,
    steps.map(({ wait, by }) => ({
      runId: wait.runId,
      stepId: wait.stepId,
      result: `{"data":${by.payload}}`,
    })),
  )
  await requestCalls(tx, [...new Set(steps.map(({ wait }) => wait.runId))].sort())
}
