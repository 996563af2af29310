import { newUlid } from '@/server/kernel/ulid'
import { celNumber, celText } from '../protocol/cel'
import type { EngineEvent } from '../protocol/event'
import type { FunctionConfig } from '../protocol/function-config'
import { matchKeyOf } from '../protocol/match-key'
import { parseWhen } from '../protocol/time'
import type { Sql } from '../store/database'
import { insertEvent } from '../store/events'
import { insertRun, rememberKey } from '../store/runs'
import { insertWait, type NewWait } from '../store/waits'

export interface StartOptions {
  eventId: string
  delayMs: number
  tenant: string
}

/**
 * Starts one run of the function, for an event, a cron tick or an invocation; `undefined` when the function's
 * idempotency key was seen within 24 hours.
 */
export async function startRun(
  tx: Sql,
  config: FunctionConfig,
  event: EngineEvent,
  { eventId, delayMs, tenant }: StartOptions,
): Promise<string | undefined> {
  const key = config.idempotency ? celText(config.idempotency, { event }) : undefined
  if (key !== undefined && !(await rememberKey(tx, config.id, key))) return undefined
  const runId = newUlid()
  await insertRun(tx, {
    id: runId,
    functionId: config.id,
    eventId,
    slotKeys: slotKeysOf(config, event),
    delayMs,
    priorityMs: priorityMsOf(config, event),
    tenant,
  })
  for (const wait of runWaits(runId, config, event, delayMs)) await insertWait(tx, wait)
  return runId
}

/** Stores the event of a cron tick, and starts this one function with it. */
export async function startCronRun(
  tx: Sql,
  config: FunctionConfig,
  cron: string,
  delayMs: number,
): Promise<void> {
  const id = newUlid()
  const event: EngineEvent = { name: 'inngest/scheduled.timer', data: { cron }, id, ts: Date.now() }
  await insertEvent(tx, { id, name: event.name, dedupeKey: null, payload: JSON.stringify(event) })
  await startRun(tx, config, event, { eventId: id, delayMs, tenant: '' })
}

/** Whether starting a run takes no more than storing it and its call. */
export function isPlain(config: FunctionConfig): boolean {
  return (
    config.concurrency.length === 0 &&
    config.cancel.length === 0 &&
    config.idempotency === undefined &&
    config.startTimeoutMs === undefined &&
    config.finishTimeoutMs === undefined
  )
}

const PRIORITY_MAX_S = 600

export function priorityMsOf(config: FunctionConfig, event: EngineEvent): number {
  const seconds = config.priority ? (celNumber(config.priority, { event }) ?? 0) : 0
  return Math.round(Math.min(PRIORITY_MAX_S, Math.max(-PRIORITY_MAX_S, seconds)) * 1_000)
}

/** What may end the run before it ends itself. */
function runWaits(runId: string, config: FunctionConfig, event: EngineEvent, delayMs: number): NewWait[] {
  const waits: NewWait[] = config.cancel.map((rule, index) => ({
    runId,
    stepId: `cancel:${index}`,
    kind: 'cancel',
    due: rule.timeout ? parseWhen(rule.timeout) : undefined,
    event: { name: rule.event, expression: rule.if, match: rule.if ? matchKeyOf(rule.if, event) : undefined },
  }))
  const { startTimeoutMs, finishTimeoutMs } = config
  const due = (timeoutMs: number) => ({ kind: 'after' as const, afterMs: delayMs + timeoutMs })
  if (startTimeoutMs !== undefined)
    waits.push({ runId, stepId: 'timeout:start', kind: 'start', due: due(startTimeoutMs) })
  if (finishTimeoutMs !== undefined)
    waits.push({ runId, stepId: 'timeout:finish', kind: 'finish', due: due(finishTimeoutMs) })
  return waits
}

function slotKeysOf(config: FunctionConfig, event: EngineEvent): string[] {
  return config.concurrency.map((rule, index) => {
    const scope = rule.scope === 'fn' ? `${config.id}/${index}` : `${rule.scope}/${rule.key ?? ''}`
    return `${scope}=${rule.key ? (celText(rule.key, { event }) ?? '') : ''}`
  })
}
