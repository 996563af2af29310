import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import type { LogLevel } from '@/server/kernel/run-events'
import type { CodeAnswer, CodeCall } from './step'

/** JavaScript without I/O, time or chance, in a thread that can be ended. */
export interface SandboxPort {
  evaluate(request: SandboxRequest): Promise<SandboxResult>
}

/** Code that survives: programs whose calls are durable. */
export interface ProgramPort {
  /**
   * Runs the body of an async function, in which `await http(…)`, `tool`, `agent`, `sleep`, `approval` and
   * `workflow` are durable calls. Answers given are replayed in their order; the clock starts at `startedAt` and
   * stands where the latest answer was given, chance is drawn from `seed`.
   */
  run(request: ProgramRequest): Promise<ProgramResult>
}

export interface ProgramRequest extends Omit<SandboxRequest, 'mode'> {
  answers: readonly CodeAnswer[]
  /** How many of them the run before this one had; absent: all but the latest. */
  toldAnswers?: number
  startedAt: Date
  /** Any text; the same seed gives the same numbers. */
  seed: string
}

/** Lines that an earlier run told (see `toldAnswers`) are left out of `logs`. */
export type ProgramResult =
  | SandboxResult
  | { ok: true; calls: CodeCall[]; logs: { level: LogLevel; message: string }[] }

export interface SandboxRequest {
  /** Never shared between tenants: a sandbox serves one org at a time. */
  orgId: string
  /** `expression`: one expression. `program`: a function body that `return`s. */
  mode: 'expression' | 'program'
  source: string
  /** Names in scope. */
  scope: JsonObject
  timeoutMs: number
  memoryBytes: number
  signal?: AbortSignal
}

export type SandboxResult =
  | { ok: true; value: JsonValue; logs: { level: LogLevel; message: string }[] }
  | {
      ok: false
      /**
       * `expression_failed` | `code_failed` (it threw), `timeout`, `memory_exceeded`, `output_too_large`,
       * `cancelled`, `sandbox_crashed`, `code_diverged` (a replay made another call than the one recorded)
       */
      code: string
      message: string
      /** 1-based, in `source`. */
      line?: number
      logs: { level: LogLevel; message: string }[]
    }

/**
 * HTTP to the outside, guarded against reaching the inside (see `platform/safe-http`) and kept to the hosts
 * that the caller's project allows.
 */
export interface HttpPort {
  request(caller: { orgId: string; projectId: string }, request: HttpRequest): Promise<HttpResult>
}

export interface HttpRequest {
  method: string
  url: string
  headers: Record<string, string>
  body?: string
  timeoutMs: number
  maxResponseBytes: number
  followRedirects: boolean
  signal: AbortSignal
}

export type HttpResult =
  | {
      ok: true
      status: number
      headers: Record<string, string>
      body: string
      url: string
      durationMs: number
    }
  | { ok: false; code: string; message: string; retryable: boolean }

/** Token counts of one call; the buckets are disjoint and sum to what was billed. */
export interface TokenUsage {
  uncachedInputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
  outputTokens: number
  reasoningTokens: number
}

export interface ModelRequest {
  /** `<provider>/<model>`, e.g. `anthropic/claude-sonnet-4-5`, `offline/rules`. */
  model: string
  instructions?: string
  prompt: string
  /** Asks for structured output of this shape. */
  outputSchema?: JsonSchema
  maxOutputTokens?: number
  temperature?: number
  signal: AbortSignal
  /** Gets the text as it streams in. */
  onText?: (delta: string) => void
}

/** Who pays for and shows a model call. */
export interface ModelCaller {
  orgId: string
  projectId: string
  runId: string
  path: string
  attempt: number
}

export interface ModelAnswer {
  text: string
  /** Parsed when `outputSchema` was given. */
  object?: JsonValue
  provider: string
  model: string
  usage: TokenUsage
  /** Nano-dollars in decimal; `null`: no price is known ("unpriced"), never zero instead. */
  costNanos: string | null
  finishReason: string
}

export type ModelResult =
  | { ok: true; answer: ModelAnswer }
  | { ok: false; code: string; message: string; retryable: boolean; retryAfterMs?: number }

/** Calls a model with the project's provider and key, and writes its usage row before it answers. */
export interface ModelPort {
  complete(caller: ModelCaller, request: ModelRequest): Promise<ModelResult>
}

/** Secret values, by name, for the network edge only. */
export interface SecretPort {
  read(caller: { orgId: string; projectId: string }, name: string): Promise<string | undefined>
}

/** The step that asks: for whom something is done, and under which name it is done only once. */
export interface StepCaller {
  orgId: string
  projectId: string
  runId: string
  path: string
  /** Counts the attempts that failed, and this one: an attempt that its process did not survive is the same again. */
  attempt: number
}

/** Events of a project. */
export interface EventPort {
  /** Writes the event, once for each attempt of a step, and wakes the runs that wait for its name. */
  emit(caller: StepCaller, event: { name: string; data: JsonValue }): Promise<EmittedEvent>
  /** Events of this name at the instant and after, oldest first, at most 1,000. */
  since(caller: { orgId: string; projectId: string }, name: string, from: Date): Promise<EmittedEvent[]>
}

export interface EmittedEvent {
  id: string
  name: string
  data: JsonValue
  /** ISO. */
  at: string
}

/** Runs that a step starts. */
export interface ChildRunPort {
  /**
   * Starts a run of another workflow of the project, once for each attempt of a step. `version`: a number, or a
   * label; absent: the latest one.
   */
  start(
    caller: StepCaller,
    request: { workflow: string; version?: number | string; inputs: JsonObject; isDetached: boolean },
  ): Promise<ChildRunResult>
  /** Starts a part of the caller's own version, once for each attempt of a step. */
  startFragment(caller: StepCaller, fragment: RunFragment): Promise<ChildRunResult>
  /** Asks a child run to stop; nothing happens to one that is over. */
  cancel(caller: { orgId: string; projectId: string }, runId: string): Promise<void>
}

export type ChildRunResult =
  | { ok: true; runId: string; number: number }
  /** `unknown_workflow`, `not_published`, `invalid_inputs`, `too_deep` … */
  | { ok: false; code: string; message: string; details?: JsonObject }

/**
 * A run of a part of a version: one step with recorded surroundings, or some items of a `forEach`. `scope` holds
 * what its expressions see beside inputs, vars, run and trigger.
 */
export type RunFragment =
  | { kind: 'step'; path: string; scope: JsonObject }
  | {
      kind: 'items'
      /** The path of the `forEach`, in the parent run. */
      path: string
      scope: JsonObject
      /** Position of the first item in the whole list. */
      offset: number
      items: JsonValue[]
      maxConcurrency: number
    }

/** Results too large for their row. */
export interface BlobPort {
  /** Keeps a JSON text; it is there when the promise resolves. */
  write(caller: { orgId: string; projectId: string; runId: string }, json: string): Promise<BlobRef>
  /** The value; throws `not_found` when it has been erased. */
  read(caller: { orgId: string; projectId: string }, ref: BlobRef): Promise<JsonValue>
}

/** What stands in a row for a result that is kept apart. */
export interface BlobRef {
  $blob: string
  bytes: number
  /** `sha256:` and 64 hexadecimal digits, of the JSON text. */
  digest: string
}

/** Results larger than this are kept apart. */
export const INLINE_BYTES = 64 * 1024

/** Encrypts what sensitive steps return, for the rows of one project. */
export interface SealPort {
  seal(caller: { orgId: string; projectId: string }, value: JsonValue): Promise<string>
  /** Throws `invalid_state` when the instance's key is not the one it was sealed with. */
  open(caller: { orgId: string; projectId: string }, sealed: string): Promise<JsonValue>
}

/** Outputs kept from earlier runs. */
export interface CachePort {
  /** `key` is a digest. */
  read(caller: { orgId: string; projectId: string }, key: string): Promise<JsonValue | undefined>
}

/** Places under the concurrency limits of steps. */
export interface SlotPort {
  /**
   * Takes the place or joins the queue for it; asking again is safe. Whoever gives a place back wakes the run
   * that is next. Places go when their step ends, in the commit that ends it.
   */
  take(
    caller: { orgId: string; projectId: string; runId: string; path: string },
    slot: { key: string; limit: number },
  ): Promise<'held' | 'queued'>
}

/** Commands in a run's own folder; see `platform/shell`. */
export interface ShellPort {
  /** Whether instance and project allow commands; otherwise why not. */
  check(caller: { orgId: string; projectId: string }): Promise<{ ok: true } | { ok: false; message: string }>
  run(
    caller: { orgId: string; projectId: string; runId: string },
    command: ShellCommand,
  ): Promise<ShellResult>
}

export interface ShellCommand {
  /** A program and its arguments; no shell reads them. */
  argv: string[]
  env: Record<string, string>
  stdin?: string
  /** Of stdout and stderr each; what comes after is dropped, and said so. */
  maxOutputBytes: number
  /** Aborts: the whole process group is ended. */
  signal: AbortSignal
  onLine(stream: 'stdout' | 'stderr', line: string): void
}

export type ShellResult =
  | {
      ok: true
      /** Null: a signal ended it. */
      exitCode: number | null
      signal: string | null
      stdout: string
      stderr: string
      isTruncated: boolean
      durationMs: number
    }
  | { ok: false; code: string; message: string }

/** Registered tools, by name. */
export interface ToolPort {
  call(caller: StepCaller, name: string, input: JsonValue, signal: AbortSignal): Promise<ToolResult>
}

export type ToolResult =
  | { ok: true; output: JsonValue }
  | { ok: false; code: string; message: string; retryable: boolean }

export interface StepPorts {
  sandbox: SandboxPort
  programs: ProgramPort
  http: HttpPort
  models: ModelPort
  secrets: SecretPort
  events: EventPort
  runs: ChildRunPort
  blobs: BlobPort
  seals: SealPort
  cache: CachePort
  slots: SlotPort
  shell: ShellPort
  tools: ToolPort
}
