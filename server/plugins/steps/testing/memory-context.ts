import { runInNewContext } from 'node:vm'
import type { JsonValue } from '@/server/kernel/json'
import type {
  HttpRequest,
  HttpResult,
  ModelRequest,
  ModelResult,
  SandboxPort,
  SandboxRequest,
  StepContext,
  StepPorts,
} from '@/server/language/contracts'
import { createSecretMarkers } from '@/server/language/expressions'

/** What a step said and asked of the world while it ran. */
export interface Memory {
  logs: { level: string; message: string; data?: JsonValue }[]
  requests: HttpRequest[]
  modelRequests: ModelRequest[]
  sandboxRequests: SandboxRequest[]
}

interface World {
  http?: (request: HttpRequest) => HttpResult
  models?: (request: ModelRequest) => ModelResult
  sandbox?: SandboxPort['evaluate']
  secrets?: Record<string, string>
}

export const markers = createSecretMarkers('memory-context-nonce')

/** A step's context whose ports live in memory. */
export function memoryContext<Config>(
  config: Config,
  world: World = {},
  changes: Partial<StepContext<Config>> = {},
): { context: StepContext<Config> & { markers: typeof markers }; memory: Memory } {
  const memory: Memory = { logs: [], requests: [], modelRequests: [], sandboxRequests: [] }
  const context = {
    config,
    orgId: 'org_1',
    projectId: 'prj_1',
    runId: 'run_1',
    path: 'step',
    attempt: 1,
    idempotencyKey: 'run_1:step',
    signal: new AbortController().signal,
    now: new Date('2026-11-21T10:00:00.000Z'),
    scope: {},
    log: (level: string, message: string, data?: JsonValue) =>
      void memory.logs.push({ level, message, ...(data !== undefined && { data }) }),
    ports: portsOf(world, memory),
    markers,
    ...changes,
  }
  return { context, memory }
}

function portsOf(world: World, memory: Memory): StepPorts {
  return {
    sandbox: {
      evaluate: async (request) => {
        memory.sandboxRequests.push(request)
        return (world.sandbox ?? evaluateHere)(request)
      },
    },
    http: {
      request: async (_caller, request) => {
        memory.requests.push(request)
        return world.http?.(request) ?? answer({})
      },
    },
    models: {
      complete: async (_caller, request) => {
        memory.modelRequests.push(request)
        const refused: ModelResult = {
          ok: false,
          code: 'unknown_provider',
          message: 'None.',
          retryable: false,
        }
        return world.models?.(request) ?? refused
      },
    },
    secrets: { read: async (_caller, name) => world.secrets?.[name] },
  }
}

export function answer(changes: Partial<Extract<HttpResult, { ok: true }>>): HttpResult {
  return {
    ok: true,
    status: 200,
    headers: {},
    body: '',
    url: 'https://example.com/',
    durationMs: 5,
    ...changes,
  }
}

const evaluateHere: SandboxPort['evaluate'] = async ({ source, scope }) => {
  try {
    const value: unknown = runInNewContext(`(${source})`, { ...scope })
    return { ok: true, value: JSON.parse(JSON.stringify(value ?? null)), logs: [] }
  } catch (error) {
    return { ok: false, code: 'expression_failed', message: String(error), logs: [] }
  }
}
