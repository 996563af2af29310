import type { JsonObject, JsonValue } from '@/server/kernel/json'

/** How a run ended. */
export type Outcome =
  | { status: 'completed'; result: JsonValue }
  | { status: 'failed' | 'cancelled'; error: JsonObject }

export const INVOKED_EVENT = 'inngest/function.invoked'

const EVENTS_OF: Record<Outcome['status'], string[]> = {
  completed: ['inngest/function.finished'],
  failed: ['inngest/function.failed', 'inngest/function.finished'],
  cancelled: ['inngest/function.cancelled', 'inngest/function.finished'],
}

/** Runs that these started tell nothing themselves: who listens to all ends would else hear of itself for ever. */
const SILENT = ['inngest/function.finished', 'inngest/function.failed']

/** The events which the end of a run sends. */
export function lifecycleEventsOf(status: Outcome['status'], triggerName: string): string[] {
  return SILENT.includes(triggerName) ? [] : EVENTS_OF[status]
}

const STATUS_WORDS = { completed: 'Completed', failed: 'Failed', cancelled: 'Cancelled' } as const

/** What those events carry. */
export function lifecycleData(
  run: { id: string; functionId: string; event: JsonObject },
  outcome: Outcome,
): JsonObject {
  const correlationId = correlationOf(run.event)
  return {
    function_id: run.functionId,
    run_id: run.id,
    ...(outcome.status === 'completed' ? { result: outcome.result } : { error: outcome.error }),
    ...(correlationId === undefined ? {} : { correlation_id: correlationId }),
    event: run.event,
    events: [run.event],
    _inngest: { status: STATUS_WORDS[outcome.status] },
  }
}

/** The event that starts an invoked run. */
export function invokedEvent(
  invocation: { functionId: string; payload: JsonObject; correlationId: string },
  id: string,
  ts: number,
): { name: string; data: JsonObject } & JsonObject {
  const { data, ...rest } = invocation.payload
  const own = typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {}
  const marks = { fn_id: invocation.functionId, correlation_id: invocation.correlationId }
  return { ...rest, name: INVOKED_EVENT, data: { ...own, _inngest: marks }, id, ts }
}

function correlationOf(event: JsonObject): JsonValue | undefined {
  const data = event.data
  const marks = typeof data === 'object' && data !== null && !Array.isArray(data) ? data._inngest : undefined
  return typeof marks === 'object' && marks !== null && !Array.isArray(marks)
    ? marks.correlation_id
    : undefined
}
