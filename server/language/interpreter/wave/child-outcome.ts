import { z } from 'zod'
import type { JsonValue } from '@/server/kernel/json'
import { runErrorSchema } from '@/server/kernel/run-events'
import type { StepFailure } from '../../contracts'

const childOutcomeSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('succeeded'), output: z.json() }),
  z.object({ status: z.enum(['failed', 'cancelled', 'rolled_back']), error: runErrorSchema.nullable() }),
])

/** How a step ends that waited for another run. */
export function outcomeOfChild(
  resolution: JsonValue,
  childRunId: string,
): { kind: 'succeeded'; output: JsonValue } | { kind: 'failed'; failure: StepFailure } {
  const outcome = childOutcomeSchema.parse(resolution)
  if (outcome.status === 'succeeded') return { kind: 'succeeded', output: outcome.output }
  const { status, error } = outcome
  const why = error ? `: ${error.message}` : '.'
  const failure: StepFailure = {
    code: 'child_failed',
    message: `The run that this step started ${ENDED[status]}${why}`,
    retryable: status === 'failed',
    details: { runId: childRunId, ...(error ? { error: { ...error, path: error.path ?? null } } : {}) },
  }
  return { kind: 'failed', failure }
}

const ENDED = { failed: 'failed', cancelled: 'was cancelled', rolled_back: 'was rolled back' } as const
