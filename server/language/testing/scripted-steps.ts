import type { JsonValue } from '@/server/kernel/json'
import type { StepContext, StepKind, StepKindName, StepOutcome } from '../contracts'
import type {
  ApprovalConfig,
  AssertConfig,
  CodeConfig,
  HttpConfig,
  SetConfig,
  WaitConfig,
} from '../definition'
import { evaluateCondition } from '../expressions'

/** What an `http` step of a test does; it stands for all work that touches the outside. */
export type Work = (context: StepContext<HttpConfig>) => Promise<StepOutcome> | StepOutcome

export function succeeded(output: JsonValue = {}): StepOutcome {
  return { kind: 'succeeded', output }
}

export function failed(code: string, more: { retryable?: boolean; retryAfterMs?: number } = {}): StepOutcome {
  const { retryable = true, retryAfterMs } = more
  const pause = retryAfterMs === undefined ? {} : { retryAfterMs }
  return { kind: 'failed', failure: { code, message: `It failed with ${code}.`, retryable, ...pause } }
}

/** Small step kinds with the behaviour of the real ones; `http` does the given work. */
export function scriptedSteps(work: Work): (kind: StepKindName) => StepKind | undefined {
  const set: StepKind<SetConfig> = { kind: 'set', run: async ({ config }) => succeeded(config) }
  const http: StepKind<HttpConfig> = { kind: 'http', run: async (context) => work(context) }
  const wait: StepKind<WaitConfig> = {
    kind: 'wait',
    run: async ({ config, now }) => ({
      kind: 'waiting',
      wait: { kind: 'timer', dueAt: after(now, config.durationMs) },
    }),
  }
  const approval: StepKind<ApprovalConfig> = {
    kind: 'approval',
    async run({ config: { timeoutMs, ...request }, now }) {
      const due = timeoutMs === undefined ? {} : { dueAt: after(now, timeoutMs) }
      return { kind: 'waiting', wait: { kind: 'approval', ...due, request } }
    },
  }
  const kinds: { [kind in StepKindName]?: StepKind } = {
    set,
    http,
    wait,
    approval,
    assert: assertStep,
    code: codeStep,
  }
  return (kind) => kinds[kind]
}

const assertStep: StepKind<AssertConfig> = {
  kind: 'assert',
  async run({ config, scope, orgId, ports }) {
    for (const { that } of config.checks) {
      const result = await evaluateCondition(that, { scope, orgId, sandbox: ports.sandbox })
      if (!result.ok) return { kind: 'failed', failure: result.failure }
      if (!result.value) return failed('assertion_failed', { retryable: false })
    }
    return succeeded({ passed: config.checks.length })
  },
}

const codeStep: StepKind<CodeConfig> = {
  kind: 'code',
  async run({ config, scope, orgId, ports }) {
    const { source, timeoutMs, memoryBytes } = config
    const result = await ports.sandbox.evaluate({
      orgId,
      mode: 'program',
      source,
      scope,
      timeoutMs,
      memoryBytes,
    })
    return result.ok ? succeeded(result.value) : failed(result.code, { retryable: false })
  },
}

function after(now: Date, durationMs: number): string {
  return new Date(now.getTime() + durationMs).toISOString()
}
