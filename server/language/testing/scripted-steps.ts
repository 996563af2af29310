import { isJsonObject, type JsonValue } from '@/server/kernel/json'
import type { StepContext, StepKind, StepKindName, StepOutcome } from '../contracts'
import type {
  ApprovalConfig,
  AssertConfig,
  CodeConfig,
  EmitConfig,
  FailConfig,
  HttpConfig,
  SetConfig,
  WaitConfig,
  WorkflowStepConfig,
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

/** The real plug-ins where they need no world, small ones of the same behaviour otherwise; `http` does the given work. */
export function scriptedSteps(work: Work): (kind: StepKindName) => StepKind | undefined {
  const http: StepKind<HttpConfig> = { kind: 'http', run: async (context) => work(context) }
  const kinds: { [kind in StepKindName]?: StepKind } = {
    http,
    approval: approvalStep,
    assert: assertStep,
    code: codeStep,
    emit: emitStep,
    fail: failStep,
    set: setStep,
    wait: waitStep,
    workflow: workflowStep,
  }
  return (kind) => kinds[kind]
}

const setStep: StepKind<SetConfig> = { kind: 'set', run: async ({ config }) => succeeded(config) }

const approvalStep: StepKind<ApprovalConfig> = {
  kind: 'approval',
  async run({ config: { timeoutMs, ...request }, now }) {
    const due = timeoutMs === undefined ? {} : { dueAt: after(now, timeoutMs) }
    return { kind: 'waiting', wait: { kind: 'approval', ...due, request } }
  },
}

const waitStep: StepKind<WaitConfig> = {
  kind: 'wait',
  async run({ config, now }) {
    if (config.kind === 'for')
      return { kind: 'waiting', wait: { kind: 'timer', dueAt: after(now, config.durationMs) } }
    if (config.kind === 'until') return { kind: 'waiting', wait: { kind: 'timer', dueAt: config.at } }
    const { name, match, timeoutMs, onTimeout } = config
    const due = timeoutMs === undefined ? {} : { dueAt: after(now, timeoutMs) }
    const asked = { eventName: name, onTimeout, ...(match === undefined ? {} : { match }) }
    return { kind: 'waiting', wait: { kind: 'event', ...asked, ...due } }
  },
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
  async run({ config, scope, orgId, runId, path, answers, startedAt, ports }) {
    const { source, timeoutMs, memoryBytes, isDynamic } = config
    const seed = `${runId}:${path}`
    const request = { orgId, source, scope, timeoutMs, memoryBytes, answers, startedAt, seed }
    const result = await ports.programs.run(request)
    if (!result.ok) return failed(result.code, { retryable: false })
    if ('calls' in result) return { kind: 'calling', calls: result.calls }
    if (!isDynamic) return succeeded(result.value)
    return { kind: 'generated', steps: isJsonObject(result.value) ? (result.value.steps ?? null) : null }
  },
}

const emitStep: StepKind<EmitConfig> = {
  kind: 'emit',
  async run({ config, orgId, projectId, runId, path, attempt, ports }) {
    const { name, data = null } = config
    const event = await ports.events.emit({ orgId, projectId, runId, path, attempt }, { name, data })
    return succeeded({ id: event.id, name, at: event.at })
  },
}

const failStep: StepKind<FailConfig> = {
  kind: 'fail',
  run: async ({ config: { message, code } }) => ({
    kind: 'failed',
    failure: { code, message, retryable: false },
  }),
}

const workflowStep: StepKind<WorkflowStepConfig> = {
  kind: 'workflow',
  async run({ config, orgId, projectId, runId, path, attempt, ports }) {
    const { use, inputs, isDetached } = config
    const caller = { orgId, projectId, runId, path, attempt }
    const started = await ports.runs.start(caller, { workflow: use, inputs, isDetached })
    if (!started.ok) return { kind: 'failed', failure: { ...started, retryable: false } }
    if (isDetached) return succeeded({ runId: started.runId, number: started.number })
    return { kind: 'waiting', wait: { kind: 'child', childRunId: started.runId } }
  },
}

function after(now: Date, durationMs: number): string {
  return new Date(now.getTime() + durationMs).toISOString()
}
