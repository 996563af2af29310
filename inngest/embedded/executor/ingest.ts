import { monotonicFactory } from 'ulid'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { type CelVariables, celMatches, celText } from '../protocol/cel'
import type { EngineEvent } from '../protocol/event'
import type { FunctionConfig } from '../protocol/function-config'
import { matchKeyOf, matchKeysOf } from '../protocol/match-key'
import { parseWhen } from '../protocol/time'
import type { Sql } from '../store/database'
import { hasListeners, insertEvent } from '../store/events'
import { functionsTriggeredBy } from '../store/functions'
import { requestCalls } from '../store/queue'
import { endRun, type FinalStatus, insertRun } from '../store/runs'
import { saveMemos } from '../store/steps'
import { insertWait, lockWaitsFor, takeWait, waitPaths } from '../store/waits'

const ulid = monotonicFactory()

/**
 * Takes in one event within the transaction: starts the functions it triggers, ends the waits and runs it matches.
 * A repeated id starts nothing again, yet is heard by waits, as on an Inngest server. Returns the event's id.
 */
export async function ingestEvent(tx: Sql, event: EngineEvent, dedupeSeed?: string): Promise<string> {
  const id = ulid()
  const givenId = typeof event.id === 'string' && event.id !== '' ? event.id : undefined
  const ts = typeof event.ts === 'number' ? event.ts : Date.now()
  const full: EngineEvent = { ...event, id: givenId ?? id, ts }
  const payload = JSON.stringify(full)
  const stored = await insertEvent(tx, {
    id,
    name: event.name,
    dedupeKey: givenId ?? dedupeSeed ?? null,
    payload,
  })
  if (stored.isNew) await startTriggered(tx, full, stored.id)
  await resolveWaits(tx, full, payload)
  return stored.id
}

/** Starts one run of the function; used by events and by crons. */
export async function startRun(
  tx: Sql,
  config: FunctionConfig,
  event: EngineEvent,
  stored: { eventId: string; delayMs: number },
): Promise<string> {
  const runId = ulid()
  await insertRun(tx, {
    id: runId,
    functionId: config.id,
    eventId: stored.eventId,
    slotKeys: slotKeysOf(config, event),
    delayMs: stored.delayMs,
  })
  for (const [index, rule] of config.cancel.entries()) {
    await insertWait(tx, {
      runId,
      stepId: `cancel:${index}`,
      kind: 'cancel',
      due: rule.timeout ? parseWhen(rule.timeout) : undefined,
      event: {
        name: rule.event,
        expression: rule.if,
        match: rule.if ? matchKeyOf(rule.if, event) : undefined,
      },
    })
  }
  return runId
}

/** Stores and takes in the event of a cron tick, for this one function. */
export async function startCronRun(
  tx: Sql,
  config: FunctionConfig,
  cron: string,
  delayMs: number,
): Promise<string> {
  const id = ulid()
  const event: EngineEvent = { name: 'inngest/scheduled.timer', data: { cron }, id, ts: Date.now() }
  await insertEvent(tx, { id, name: event.name, dedupeKey: null, payload: JSON.stringify(event) })
  return startRun(tx, config, event, { eventId: id, delayMs })
}

const LIFECYCLE: Record<FinalStatus, string[]> = {
  completed: ['inngest/function.finished'],
  failed: ['inngest/function.failed', 'inngest/function.finished'],
  cancelled: ['inngest/function.cancelled'],
}

/** Ends the run for good, and tells those who listen for it. False when it had ended before. */
export async function finishRun(
  tx: Sql,
  runId: string,
  outcome: { status: 'completed'; result: JsonValue } | { status: 'failed' | 'cancelled'; error: JsonObject },
): Promise<boolean> {
  const told: JsonObject =
    outcome.status === 'completed' ? { result: outcome.result } : { error: outcome.error }
  const output = JSON.stringify(
    outcome.status === 'completed' ? told.result : { __serialized: true, ...outcome.error },
  )
  const ended = await endRun(tx, runId, outcome.status, outcome.status === 'cancelled' ? null : output)
  if (!ended) return false
  for (const name of LIFECYCLE[outcome.status]) {
    if (!(await hasListeners(tx, name))) continue
    const event = JSON.parse(ended.event) as JsonObject // stored as JSON of an event
    const data = { function_id: ended.functionId, run_id: runId, ...told, event }
    await ingestEvent(tx, { name, data })
  }
  return true
}

/** Stops the run: no further calls, and whatever a call under way still answers is ignored. */
export async function cancelRun(tx: Sql, runId: string, reason: string): Promise<boolean> {
  return finishRun(tx, runId, { status: 'cancelled', error: { name: 'Error', message: reason } })
}

async function startTriggered(tx: Sql, event: EngineEvent, eventId: string): Promise<void> {
  const delayMs = Math.max(0, Number(event.ts) - Date.now())
  const started = new Set<string>()
  for (const { config, expression } of await functionsTriggeredBy(tx, event.name)) {
    if (started.has(config.id) || (expression && !celMatches(expression, { event }))) continue
    started.add(config.id)
    await startRun(tx, config, event, { eventId, delayMs })
  }
}

async function resolveWaits(tx: Sql, event: EngineEvent, payload: string): Promise<void> {
  const keys = matchKeysOf(event, await waitPaths(tx, event.name))
  const resumed = new Set<string>()
  for (const wait of await lockWaitsFor(tx, event.name, keys)) {
    // The payload was stored as the JSON of an event.
    const variables: CelVariables = { event: JSON.parse(wait.trigger) as JsonObject, async: event }
    if (wait.expression && !celMatches(wait.expression, variables)) continue
    if (!(await takeWait(tx, wait.runId, wait.stepId))) continue
    if (wait.kind === 'cancel') {
      await cancelRun(tx, wait.runId, `Cancelled by the event "${event.name}".`)
      continue
    }
    await saveMemos(tx, [{ runId: wait.runId, stepId: wait.stepId, result: `{"data":${payload}}` }])
    resumed.add(wait.runId)
  }
  if (resumed.size > 0) await requestCalls(tx, [...resumed])
}

function slotKeysOf(config: FunctionConfig, event: EngineEvent): string[] {
  return config.concurrency.map((rule, index) => {
    const scope = rule.scope === 'fn' ? `${config.id}/${index}` : `${rule.scope}/${rule.key ?? ''}`
    return `${scope}=${rule.key ? (celText(rule.key, { event }) ?? '') : ''}`
  })
}
