import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import type { LogLevel, WaitKind } from '@/server/kernel/run-events'
import type { StepKindName } from './definition'
import type { StepPorts } from './ports'

export type { WaitKind }

/** Why an attempt failed. Failures of a step are values: the workflow's own policy decides what follows. */
export interface StepFailure {
  /** A code of the catalogue in `server/kernel/error-codes.ts`. */
  code: string
  message: string
  /** Whether another attempt can help. */
  retryable: boolean
  /** The other side asked for this pause (`Retry-After`). */
  retryAfterMs?: number
  details?: JsonObject
}

/** A human gate, all expressions evaluated. */
export interface ApprovalRequest {
  title: string
  /** Markdown. */
  body?: string
  /** JSON Schema of what the approver may edit; property `default`s prefill it. */
  form?: JsonSchema
  approvers: { roles: string[]; quorum: number; allowSelf: boolean }
  onTimeout: 'approve' | 'reject' | 'fail'
}

/** What a step's handler can ask to wait for. Delays, retries and slots are the interpreter's own. */
export type WaitRequest =
  | { kind: 'timer'; dueAt: string }
  | { kind: 'retry'; dueAt: string; attempt: number }
  | { kind: 'delay'; dueAt: string }
  | { kind: 'slot' }
  | { kind: 'approval'; dueAt?: string; request: ApprovalRequest }
  /**
   * The first event of this name since the step started for which `match`, a bare expression over `event`, is
   * true. `onTimeout`: at `dueAt` the step fails with `timeout`, or succeeds with `null`.
   */
  | { kind: 'event'; eventName: string; match?: string; dueAt?: string; onTimeout: 'fail' | 'continue' }
  | { kind: 'child'; childRunId: string }

/**
 * A durable call that code made and waits for. `index` counts the calls of one program from 0; the same program
 * with the same answers makes the same calls.
 */
export interface CodeCall {
  index: number
  kind: CodeCallKind
  /** The configuration of the step it becomes, as its kind writes it, without expressions. */
  config: JsonValue
  /** Of `kind` and `config`: a replay whose digest differs has diverged. */
  digest: string
}

/** `sleep` is `wait`, `approval` a gate: each call becomes a step of its kind. */
export const CODE_CALL_KINDS = ['agent', 'approval', 'http', 'tool', 'wait', 'workflow'] as const
export type CodeCallKind = (typeof CODE_CALL_KINDS)[number]

/** How a call ended, in the order in which calls ended: what a replay answers the code with. */
export interface CodeAnswer {
  index: number
  kind: CodeCallKind
  digest: string
  /** When it ended; the code's clock stands there from then on. */
  at: string
  result: { ok: true; output: JsonValue } | { ok: false; code: string; message: string }
}

export type StepOutcome =
  | { kind: 'succeeded'; output: JsonValue }
  | { kind: 'failed'; failure: StepFailure }
  | { kind: 'waiting'; wait: WaitRequest }
  /** The code cannot go on before one of these calls has ended: all that are open, known ones included. */
  | { kind: 'calling'; calls: CodeCall[] }
  /** The output is a list of steps to run now (`dynamic: true`), not yet checked. */
  | { kind: 'generated'; steps: JsonValue }

/** What a step kind gets for one attempt. */
export interface StepContext<Config> {
  /** Expressions evaluated, then parsed with the kind's schema. */
  config: Config
  orgId: string
  projectId: string
  runId: string
  path: string
  /** 1-based, counting interrupted ones. */
  attempt: number
  /** `<run>:<path>`, equal for all attempts of a step: receivers can refuse a repeat. */
  idempotencyKey: string
  /** Aborts on cancel, timeout and lost lease. */
  signal: AbortSignal
  now: Date
  /** When the step first started: the same for every attempt and every replay. */
  startedAt: Date
  /** What expressions see: inputs, vars, steps, run, item … (for `code`). */
  scope: JsonObject
  /** The step's declared output schema; an agent asks for it. */
  outputSchema?: JsonSchema
  /** Only `code`: how its calls ended so far. */
  answers: readonly CodeAnswer[]
  /**
   * Only `code`: how many of the answers its run before this one had, which told what was logged until then. Absent:
   * all but the latest.
   */
  toldAnswers?: number
  log(level: LogLevel, message: string, data?: JsonValue, stream?: 'stdout' | 'stderr'): void
  ports: StepPorts
}

/** A step kind as a plug-in. `Config` is what its Zod schema in `server/language/definition/kinds` gives. */
export interface StepKind<Config = never> {
  kind: StepKindName
  run(context: StepContext<Config>): Promise<StepOutcome>
}
