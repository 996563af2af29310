import { runInNewContext } from 'node:vm'
import type { JsonValue } from '@/server/kernel/json'
import type { SandboxPort, StepPorts } from '../contracts'

/**
 * Evaluates with Node's own JavaScript, in the same turn: for tests that own the clock. It walls nothing off;
 * the sandbox of `platform` does.
 */
export const trustingSandbox: SandboxPort = {
  async evaluate({ mode, source, scope, timeoutMs }) {
    const program = mode === 'expression' ? `(${source}\n)` : `(() => {${source}\n})()`
    try {
      const value: unknown = runInNewContext(program, structuredClone(scope), { timeout: timeoutMs })
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

/** Ports without a world around them: requests and model calls fail, secrets are the given ones. */
export function memoryPorts(secrets: Record<string, string> = {}): StepPorts {
  const unreachable = {
    ok: false as const,
    code: 'unreachable',
    message: 'There is no network here.',
    retryable: false,
  }
  return {
    sandbox: trustingSandbox,
    http: { request: async () => unreachable },
    models: { complete: async () => unreachable },
    secrets: { read: async (_, name) => secrets[name] },
  }
}

/** Errors of another realm are no `Error` of this one. */
function isErrorLike(value: unknown): value is { message: unknown } {
  return typeof value === 'object' && value !== null && 'message' in value
}
