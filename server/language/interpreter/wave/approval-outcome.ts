import { z } from 'zod'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { StepFailure, WaitState } from '../../contracts'
import { applyDefaults } from '../../definition/json-schema'

export type Decision = { kind: 'succeeded'; output: JsonObject } | { kind: 'failed'; failure: StepFailure }

const resolutionSchema = z.object({
  outcome: z.enum(['approved', 'rejected']),
  values: z.record(z.string(), z.json()).default({}),
  comment: z.string().nullish(),
  decidedBy: z.json().optional(),
  changed: z.json().default(false),
})

/** What people decided, as the step's end. */
export function decisionOf(resolution: JsonValue): Decision {
  const { outcome, values, comment, decidedBy, changed } = resolutionSchema.parse(resolution)
  const decided = { comment: comment ?? null, decidedBy: decidedBy ?? null }
  if (outcome === 'approved') return { kind: 'succeeded', output: { outcome, values, ...decided, changed } }
  const why = comment ? `It was rejected: ${comment}` : 'It was rejected.'
  return {
    kind: 'failed',
    failure: { code: 'approval_rejected', message: why, retryable: false, details: decided },
  }
}

/** What nobody deciding in time means, as the step's end; `config` is the gate's own configuration. */
export function expiryOf(onTimeout: WaitState['onTimeout'], config: unknown): Decision {
  if (onTimeout === 'approve') {
    const values = formDefaults(config)
    const output = { outcome: 'expired', values, comment: null, decidedBy: null, changed: false }
    return { kind: 'succeeded', output }
  }
  const details = { outcome: 'expired' }
  if (onTimeout === 'reject') {
    const message = 'Nobody decided in time, which this gate takes as a rejection (`onTimeout: reject`).'
    return { kind: 'failed', failure: { code: 'approval_rejected', message, retryable: false, details } }
  }
  const message = 'Nobody decided in time.'
  return { kind: 'failed', failure: { code: 'approval_timeout', message, retryable: false, details } }
}

const gateSchema = z.object({ form: z.record(z.string(), z.json()).optional() })

function formDefaults(config: unknown): JsonObject {
  const form = gateSchema.safeParse(config).data?.form
  const values = form ? applyDefaults(form, {}) : {}
  return typeof values === 'object' && values !== null && !Array.isArray(values) ? values : {}
}
