import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import type { LogLevel } from '@/server/kernel/run-events'

/** JavaScript without I/O, time or chance, in a thread that can be ended. */
export interface SandboxPort {
  evaluate(request: SandboxRequest): Promise<SandboxResult>
}

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
      /** `expression_failed` | `code_failed` (it threw), `timeout`, `memory_exceeded`, `output_too_large`, `cancelled`, `sandbox_crashed` */
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

export interface StepPorts {
  sandbox: SandboxPort
  http: HttpPort
  models: ModelPort
  secrets: SecretPort
}
