import { runInNewContext } from 'node:vm'
import type { JsonValue } from '@/server/kernel/json'
import type {
  ChildRunPort,
  ChildRunResult,
  HttpRequest,
  HttpResult,
  ModelRequest,
  ModelResult,
  ProgramPort,
  ProgramRequest,
  SandboxPort,
  SandboxRequest,
  ShellCommand,
  ShellPort,
  StepCaller,
  StepPorts,
  ToolPort,
} from '@/server/language/contracts'

/** What a step said and asked of the world while it ran. */
export interface Memory {
  logs: { level: string; message: string; data?: JsonValue; stream?: string }[]
  requests: HttpRequest[]
  modelRequests: ModelRequest[]
  sandboxRequests: SandboxRequest[]
  programRequests: ProgramRequest[]
  events: { caller: StepCaller; name: string; data: JsonValue }[]
  starts: { caller: StepCaller; request: Parameters<ChildRunPort['start']>[1] }[]
  commands: ShellCommand[]
}

/** How the world answers; what is not said answers as little as it can. */
export interface World {
  http?: (request: HttpRequest) => HttpResult
  models?: (request: ModelRequest) => ModelResult
  sandbox?: SandboxPort['evaluate']
  programs?: ProgramPort['run']
  runs?: ChildRunResult
  /** Absent: commands are off. */
  shell?: ShellPort['run']
  tools?: ToolPort
  secrets?: Record<string, string>
}

export function createMemory(): Memory {
  return {
    logs: [],
    requests: [],
    modelRequests: [],
    sandboxRequests: [],
    programRequests: [],
    events: [],
    starts: [],
    commands: [],
  }
}

export function memoryPorts(world: World, memory: Memory): StepPorts {
  return {
    ...computingPorts(world, memory),
    ...runningPorts(world, memory),
    http: {
      request: async (_caller, request) => {
        memory.requests.push(request)
        return world.http?.(request) ?? answer({})
      },
    },
    models: {
      complete: async (_caller, request) => {
        memory.modelRequests.push(request)
        return world.models?.(request) ?? NO_PROVIDER
      },
    },
    secrets: { read: async (_caller, name) => world.secrets?.[name] },
    tools: world.tools ?? { call: async () => ({ ok: false, ...none('unknown_tool'), retryable: false }) },
  }
}

function computingPorts(world: World, memory: Memory): Pick<StepPorts, 'sandbox' | 'programs' | 'shell'> {
  return {
    sandbox: {
      evaluate: async (request) => {
        memory.sandboxRequests.push(request)
        return (world.sandbox ?? evaluateHere)(request)
      },
    },
    programs: {
      run: async (request) => {
        memory.programRequests.push(request)
        return world.programs?.(request) ?? { ok: false, ...none('code_failed'), logs: [] }
      },
    },
    shell: {
      check: async () => (world.shell ? { ok: true } : { ok: false, message: 'Commands are off.' }),
      run: async (caller, command) => {
        memory.commands.push(command)
        return world.shell?.(caller, command) ?? { ok: false, ...none('shell_disabled') }
      },
    },
  }
}

function runningPorts(
  world: World,
  memory: Memory,
): Pick<StepPorts, 'events' | 'runs' | 'blobs' | 'seals' | 'cache' | 'slots'> {
  return {
    events: {
      emit: async (caller, { name, data }) => {
        memory.events.push({ caller, name, data })
        return { id: `evt_${memory.events.length}`, name, data, at: '2026-11-21T10:00:01.000Z' }
      },
      since: async () => [],
    },
    runs: {
      start: async (caller, request) => {
        memory.starts.push({ caller, request })
        return world.runs ?? { ok: false, ...none('unknown_workflow') }
      },
      startFragment: async () => ({ ok: false, ...none('unknown_workflow') }),
      cancel: async () => undefined,
    },
    blobs: {
      write: async () => ({ $blob: 'blb_1', bytes: 0, digest: 'sha256:0' }),
      read: async () => null,
    },
    // Nothing here is sensitive.
    seals: {
      seal: async (_caller, value) => JSON.stringify(value),
      open: async (_caller, sealed) => JSON.parse(sealed),
    },
    cache: { read: async () => undefined },
    slots: { take: async () => 'held' },
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

const NO_PROVIDER: ModelResult = { ok: false, ...none('unknown_provider'), retryable: false }

function none(code: string): { code: string; message: string } {
  return { code, message: 'There is none in this memory.' }
}

const evaluateHere: SandboxPort['evaluate'] = async ({ source, scope }) => {
  try {
    const value: unknown = runInNewContext(`(${source})`, { ...scope })
    return { ok: true, value: JSON.parse(JSON.stringify(value ?? null)), logs: [] }
  } catch (error) {
    return { ok: false, code: 'expression_failed', message: String(error), logs: [] }
  }
}
