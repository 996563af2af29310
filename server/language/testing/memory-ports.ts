import { runInNewContext } from 'node:vm'
import type { JsonValue } from '@/server/kernel/json'
import type { SandboxPort, StepPorts, WorkflowDefinition } from '../contracts'
import type { Clock } from '../interpreter'
import { trustingPrograms } from './memory-programs'
import type { MemoryStore } from './memory-store'
import { memoryBlobs, memoryCache, memoryEvents, memoryRuns, memorySlots, visibleSeals } from './memory-world'

/**
 * Evaluates with Node's own JavaScript, in the same turn: for tests that own the clock. It walls nothing off;
 * the sandbox of `platform` does.
 */
export const trustingSandbox: SandboxPort = {
  async evaluate({ mode, source, scope, timeoutMs }) {
    const program = mode === 'expression' ? `(${source}\n)` : `(() => {${source}\n})()`
    try {
      // Time that a busy machine takes is none of a test that owns the clock.
      const timeout = Math.max(timeoutMs, LEAST_TIMEOUT_MS)
      const value: unknown = runInNewContext(program, structuredClone(scope), { timeout })
      // What JSON.stringify writes, JSON.parse reads as a JSON value.
      return { ok: true, value: JSON.parse(JSON.stringify(value) ?? 'null') as JsonValue, logs: [] }
    } catch (error) {
      const message = error instanceof Error || isErrorLike(error) ? String(error.message) : String(error)
      return {
        ok: false,
        code: mode === 'expression' ? 'expression_failed' : 'code_failed',
        message,
        logs: [],
      }
    }
  },
}

const LEAST_TIMEOUT_MS = 5_000

interface World {
  store: MemoryStore
  clock: Clock
  secrets?: Record<string, string>
  /** What `workflow` steps find, by name. */
  workflows?: Record<string, WorkflowDefinition>
}

/**
 * Ports of a world in memory: requests, model calls, commands and tools fail, secrets are the given ones, and runs,
 * events, places, kept and large results live beside the store.
 */
export function memoryPorts({ store, clock, secrets = {}, workflows = {} }: World): StepPorts {
  const unreachable = {
    ok: false as const,
    code: 'unreachable',
    message: 'There is no network here.',
    retryable: false,
  }
  return {
    sandbox: trustingSandbox,
    programs: trustingPrograms,
    http: { request: async () => unreachable },
    models: { complete: async () => unreachable },
    secrets: { read: async (_, name) => secrets[name] },
    events: memoryEvents(store, clock),
    runs: memoryRuns(store, workflows),
    blobs: memoryBlobs(),
    seals: visibleSeals,
    cache: memoryCache(store, clock),
    slots: memorySlots(store),
    shell: {
      check: async () => ({ ok: false, message: 'There are no commands here.' }),
      run: async () => unreachable,
    },
    tools: { call: async () => unreachable },
  }
}

/** Errors of another realm are no `Error` of this one. */
function isErrorLike(value: unknown): value is { message: unknown } {
  return typeof value === 'object' && value !== null && 'message' in value
}
