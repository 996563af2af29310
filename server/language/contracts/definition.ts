import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'

/** The step kinds of the language. Control kinds are run by the interpreter, the others by plug-ins. */
export const STEP_KINDS = [
  'agent',
  'approval',
  'assert',
  'code',
  'emit',
  'fail',
  'forEach',
  'http',
  'loop',
  'parallel',
  'set',
  'shell',
  'switch',
  'tool',
  'wait',
  'workflow',
] as const

export type StepKindName = (typeof STEP_KINDS)[number]

export type Backoff = 'none' | 'fixed' | 'linear' | 'exponential' | 'fibonacci'

/** `attempts` counts the first try: 1 means no retry. */
export interface RetryPolicy {
  attempts: number
  backoff: Backoff
  delayMs: number
  maxDelayMs: number
  jitter: boolean
  /** Error codes worth another attempt; absent: every error that calls itself retryable. */
  on?: string[]
}

/** One node of a checked definition. `config` is as written: its expressions are evaluated when it runs. */
export interface Step {
  id: string
  kind: StepKindName
  name?: string
  description?: string
  config: JsonValue
  /** Ids of the same list; explicit after checking, also where the document relied on order. */
  needs: string[]
  /** A bare expression. */
  if?: string
  retry: RetryPolicy
  timeoutMs?: number
  /** A pause before the first attempt. */
  delayMs?: number
  /** `handle`: the steps of `handler` run, and when they succeed the run goes on. */
  onError: 'fail' | 'continue' | 'handle'
  /** Only with `onError: handle`. */
  handler?: Step[]
  /** What takes the step back in a rollback: one step of id `undo`. It sees the step's own output too. */
  undo?: Step
  /** The output is kept for runs of the same key, an expression or text, for this long. */
  cache?: { key: JsonValue; ttlMs: number }
  /** At most `limit` steps of this key, a text with expressions, run at once in the project. */
  concurrency?: { key: string; limit: number }
  /** Input and output are encrypted in log and rows, and shown masked. */
  sensitive?: boolean
  /** What the result must satisfy. */
  output?: JsonSchema
  /** `parallel`: branches by name. `switch`: its cases, and last `default` where there is one. In document order. */
  branches?: { name: string; steps: Step[] }[]
  /** `forEach`, `loop`: the steps of one item or iteration. */
  body?: Step[]
  /** Line of the step in its source, 1-based. */
  line: number
}

/** A workflow that passed every check: what a version stores and the interpreter runs. JSON all through. */
export interface WorkflowDefinition {
  version: 1
  name: string
  title?: string
  description?: string
  tags: string[]
  runTitle?: string
  inputs: { [name: string]: JsonSchema }
  vars: JsonObject
  timeoutMs?: number
  /** At most `limit` runs of this key at once; `key` is a text with expressions over `inputs` and `vars`. */
  concurrency?: { key: string; limit: number; onLimit: 'queue' | 'skip' | 'cancel-oldest' }
  /** `onFailure`: a run that fails is rolled back by itself. */
  rollback?: 'onFailure'
  steps: Step[]
  /** Run when the main part is over, however it ended; their paths begin with `finally.`. */
  finally?: Step[]
  /** The run's output, with expressions; absent: the last top-level step's output. */
  output?: JsonValue
}

export type ProblemSeverity = 'error' | 'warning'

/** One thing wrong with a document, where it is. Lines and columns are 1-based, the end exclusive. */
export interface Problem {
  code: string
  severity: ProblemSeverity
  message: string
  /** What to write instead, or what to do. */
  suggestion?: string
  line: number
  column: number
  endLine: number
  endColumn: number
}

/** `definition` is there exactly when no problem is an error. */
export type CheckResult =
  | { ok: true; definition: WorkflowDefinition; digest: string; problems: Problem[] }
  | { ok: false; problems: Problem[] }
