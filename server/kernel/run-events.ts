import { z } from 'zod'

/** Everything that can happen in a run. The log is the truth; rows and pages are read from it. */

const json = z.json()
const path = z.string()
const attempt = z.number().int().positive()
const instant = z.iso.datetime()

export const runErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  /** The step that failed, where one did. */
  path: z.string().optional(),
  details: z.record(z.string(), json).optional(),
})
export type RunError = z.output<typeof runErrorSchema>

/** What stands where a payload was that has been erased; see `erase-run-event.ts`. */
export const ERASED = 'Erased'

const waitSchema = z.object({
  kind: z.enum(['timer', 'retry', 'approval']),
  dueAt: instant.optional(),
  /** Only `approval`. */
  approvalId: z.string().optional(),
})

const stepStarted = z.object({
  type: z.literal('step.started'),
  path,
  stepId: z.string(),
  kind: z.string(),
  name: z.string().optional(),
  attempt,
  /** The evaluated configuration, secrets masked. */
  input: json,
})

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export const runEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run.queued'), by: z.string().nullable(), versionNumber: z.number().int() }),
  z.object({ type: z.literal('run.started') }),
  z.object({ type: z.literal('run.titled'), title: z.string(), tags: z.array(z.string()) }),
  z.object({
    type: z.literal('run.cancelRequested'),
    by: z.string().nullable(),
    reason: z.string().optional(),
  }),
  z.object({
    type: z.literal('run.resumed'),
    by: z.string().nullable(),
    generation: z.number().int(),
    /** Steps that are forgotten and will run again. */
    reset: z.array(path),
  }),
  z.object({ type: z.literal('run.succeeded'), output: json }),
  z.object({ type: z.literal('run.failed'), error: runErrorSchema }),
  z.object({ type: z.literal('run.cancelled'), reason: z.string().optional() }),
  stepStarted,
  z.object({ type: z.literal('step.waiting'), path, wait: waitSchema }),
  z.object({ type: z.literal('step.woken'), path }),
  z.object({
    type: z.literal('step.attemptFailed'),
    path,
    attempt,
    error: runErrorSchema,
    /** When the next attempt is due. */
    retryAt: instant,
  }),
  /** The process that ran the attempt is gone; the step starts again. */
  z.object({ type: z.literal('step.interrupted'), path, attempt }),
  z.object({ type: z.literal('step.succeeded'), path, attempt, output: json }),
  z.object({ type: z.literal('step.failed'), path, attempt, error: runErrorSchema, continued: z.boolean() }),
  z.object({
    type: z.literal('step.skipped'),
    path,
    stepId: z.string(),
    kind: z.string(),
    reason: z.string(),
  }),
  z.object({ type: z.literal('step.cancelled'), path }),
  z.object({
    type: z.literal('step.logged'),
    path,
    attempt,
    level: z.enum(LOG_LEVELS),
    message: z.string(),
    data: json.optional(),
  }),
  z.object({
    type: z.literal('step.usage'),
    path,
    attempt,
    provider: z.string(),
    model: z.string(),
    inputTokens: z.number().int(),
    outputTokens: z.number().int(),
    costNanos: z.string().nullable(),
  }),
  z.object({
    type: z.literal('approval.decided'),
    path,
    approvalId: z.string(),
    outcome: z.enum(['approved', 'rejected', 'expired']),
    by: z.string().nullable(),
    comment: z.string().optional(),
  }),
])

export type RunEvent = z.output<typeof runEventSchema>
export type RunEventType = RunEvent['type']
/** An event as it stands in the log. `seq` starts at 1 in each run and has no gaps. */
export type LoggedRunEvent = RunEvent & { seq: number; at: string }
