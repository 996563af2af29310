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

/**
 * What a step can wait for: a time, its next attempt, a decision, its own `delay`, an event, a child run, or a
 * place under a concurrency limit.
 */
export const WAIT_KINDS = ['timer', 'retry', 'approval', 'delay', 'event', 'child', 'slot'] as const
export type WaitKind = (typeof WAIT_KINDS)[number]

const waitSchema = z.object({
  kind: z.enum(WAIT_KINDS),
  dueAt: instant.optional(),
  /** Only `approval`. */
  approvalId: z.string().optional(),
  /** Only `event`: which one, and since when it counts. */
  eventName: z.string().optional(),
  since: instant.optional(),
  /** Only `child`. */
  childRunId: z.string().optional(),
})

/** How the main part of a run ended, kept while `finally` and rollback go on. */
export const outcomeSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('succeeded'), output: json }),
  z.object({ status: z.literal('failed'), error: runErrorSchema }),
  z.object({ status: z.literal('cancelled') }),
])
export type RunOutcome = z.output<typeof outcomeSchema>

/** The parts of a run, in their order. */
export const RUN_PHASES = ['main', 'finally', 'rollback'] as const
export type RunPhase = (typeof RUN_PHASES)[number]

const stepStarted = z.object({
  type: z.literal('step.started'),
  path,
  stepId: z.string(),
  kind: z.string(),
  name: z.string().optional(),
  attempt,
  /** The evaluated configuration, secrets masked. */
  input: json,
  /** Of a call that code made: a digest of its arguments. */
  callDigest: z.string().optional(),
})

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export const runEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run.queued'),
    by: z.string().nullable(),
    /** Null: a try-run of an unpublished draft. */
    versionNumber: z.number().int().nullable(),
    /** The step of another run that started it. */
    parent: z.object({ runId: z.string(), path }).optional(),
    /** The run it repeats, and from which step on. */
    replayOf: z.object({ runId: z.string(), from: path.optional() }).optional(),
  }),
  z.object({ type: z.literal('run.started') }),
  z.object({ type: z.literal('run.titled'), title: z.string(), tags: z.array(z.string()) }),
  z.object({
    type: z.literal('run.cancelRequested'),
    by: z.string().nullable(),
    reason: z.string().optional(),
    /** Asked for a second time: `finally` and rollback are left out. */
    isForced: z.boolean().optional(),
  }),
  z.object({ type: z.literal('run.paused'), by: z.string().nullable() }),
  z.object({ type: z.literal('run.continued'), by: z.string().nullable() }),
  /** The main part is over, and this part follows. */
  z.object({
    type: z.literal('run.finishing'),
    phase: z.enum(['finally', 'rollback']),
    outcome: outcomeSchema,
  }),
  z.object({
    type: z.literal('run.rollbackRequested'),
    by: z.string().nullable(),
    generation: z.number().int(),
    /** Undo steps of an earlier try that are forgotten and will run again. */
    reset: z.array(path),
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
  /** Everything that can be undone has been; `error`: why, where the run had failed. */
  z.object({ type: z.literal('run.rolledBack'), error: runErrorSchema.optional() }),
  stepStarted,
  /** It is its turn, and it waits before its first attempt: `step.waiting` says for what. */
  z.object({
    type: z.literal('step.queued'),
    path,
    stepId: z.string(),
    kind: z.string(),
    name: z.string().optional(),
  }),
  /** Taken over from the run that this one repeats. */
  z.object({
    type: z.literal('step.kept'),
    path,
    stepId: z.string(),
    kind: z.string(),
    name: z.string().optional(),
    status: z.enum(['succeeded', 'failed', 'skipped']),
    attempt: z.number().int(),
    output: json.optional(),
    error: runErrorSchema.optional(),
    continued: z.boolean(),
    generated: json.optional(),
    callDigest: z.string().optional(),
  }),
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
  z.object({
    type: z.literal('step.succeeded'),
    path,
    attempt,
    output: json,
    /** The output was kept from an earlier run, and the step did not run. */
    isCached: z.boolean().optional(),
  }),
  /** It failed, and the steps of its `onError` run. */
  z.object({ type: z.literal('step.caught'), path, attempt, error: runErrorSchema }),
  /** It returned steps, which passed the checks and now run. */
  z.object({ type: z.literal('step.expanded'), path, steps: json }),
  /** What it did has been undone. */
  z.object({ type: z.literal('step.rolledBack'), path }),
  z.object({
    type: z.literal('step.failed'),
    path,
    attempt,
    error: runErrorSchema,
    continued: z.boolean(),
    /** What its `onError` steps gave instead. */
    output: json.optional(),
  }),
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
    /** Only of commands: where it was written. */
    stream: z.enum(['stdout', 'stderr']).optional(),
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
