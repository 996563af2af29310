import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import type { LogLevel } from '@/server/kernel/run-events'
import type { StepKindName } from './definition'
import type { StepPorts } from './ports'

/** Why an attempt failed. Failures of a step are values: the workflow's own policy decides what follows. */
export interface StepFailure {
  /** A code of the field: `timeout`, `http_5xx`, `schema_mismatch`, `assertion_failed` … */
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

export type WaitRequest =
  | { kind: 'timer'; dueAt: string }
  | { kind: 'retry'; dueAt: string; attempt: number }
  | { kind: 'approval'; dueAt?: string; request: ApprovalRequest }

export type WaitKind = WaitRequest['kind']

export type StepOutcome =
  | { kind: 'succeeded'; output: JsonValue }
  | { kind: 'failed'; failure: StepFailure }
  | { kind: 'waiting'; wait: WaitRequest }

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
  /** What expressions see: inputs, vars, steps, run, item … (for `code`). */
  scope: JsonObject
  /** The step's declared output schema; an agent asks for it. */
  outputSchema?: JsonSchema
  log(level: LogLevel, message: string, data?: JsonValue): void
  ports: StepPorts
}

/** A step kind as a plug-in. `Config` is what its Zod schema in `server/language/definition/kinds` gives. */
export interface StepKind<Config = never> {
  kind: StepKindName
  run(context: StepContext<Config>): Promise<StepOutcome>
}
