import { describe, expect, test } from 'vitest'
import { type ChildRunResult, STEP_KINDS, type ToolPort, type ToolResult } from '@/server/language/contracts'
import {
  approvalKind,
  assertKind,
  emitKind,
  failKind,
  setKind,
  toolKind,
  waitKind,
  workflowKind,
} from '@/server/language/definition/kinds'
import { stepKinds } from '../index'
import { listStepKinds } from '../step-kinds'
import { approvalStep } from './approval.step'
import { assertStep } from './assert.step'
import { emitStep } from './emit.step'
import { failStep } from './fail.step'
import { setStep } from './set.step'
import { markers, memoryContext } from './testing/memory-context'
import { toolStep } from './tool.step'
import { waitStep } from './wait.step'
import { workflowStep } from './workflow.step'

const CALLER = { orgId: 'org_1', projectId: 'prj_1', runId: 'run_1', path: 'step', attempt: 1 }

test('set gives its values', async () => {
  const { context } = memoryContext(setKind.schema.parse({ a: 1, b: { c: [null] } }))
  expect(await setStep.run(context)).toEqual({ kind: 'succeeded', output: { a: 1, b: { c: [null] } } })
})

describe('wait', () => {
  test.each([
    ['for a duration is due that much later', { for: '1h30m' }, '2026-11-21T11:30:00.000Z'],
    ['until a time is due then', { until: '2026-12-24T18:00:00+01:00' }, '2026-12-24T17:00:00.000Z'],
    ['until a date is due at its start', { until: '2026-11-22' }, '2026-11-22T00:00:00.000Z'],
    ['until a time that has passed is due now', { until: '2020-01-01' }, '2026-11-21T10:00:00.000Z'],
  ])('%s', async (_, written, dueAt) => {
    expect(await wait(written)).toEqual({ kind: 'waiting', wait: { kind: 'timer', dueAt } })
  })

  test('for an event names it, and until when it matters', async () => {
    expect(await wait({ event: { name: 'order.paid' } })).toEqual({
      kind: 'waiting',
      wait: { kind: 'event', eventName: 'order.paid', onTimeout: 'fail' },
    })
    const event = { name: 'order.paid', match: 'event.data.id == 7', timeout: '2h', onTimeout: 'continue' }
    expect(await wait({ event })).toEqual({
      kind: 'waiting',
      wait: {
        kind: 'event',
        eventName: 'order.paid',
        match: 'event.data.id == 7',
        dueAt: '2026-11-21T12:00:00.000Z',
        onTimeout: 'continue',
      },
    })
  })

  const wait = (written: object) => waitStep.run(memoryContext(waitKind.schema.parse(written)).context)
})

test('fail fails with the author’s words and code, and is not tried again', async () => {
  const { context } = memoryContext(failKind.schema.parse('Sold out.'))
  expect(await failStep.run(context)).toEqual({
    kind: 'failed',
    failure: { code: 'failed', message: 'Sold out.', retryable: false },
  })
  const config = { message: 'Sold out.', code: 'sold_out', details: { left: 0 } }
  expect(await failStep.run(memoryContext(failKind.schema.parse(config)).context)).toEqual({
    kind: 'failed',
    failure: { ...config, retryable: false },
  })
})

test('emit writes the event under the step’s own name and gives what others see of it', async () => {
  const { context, memory } = memoryContext(emitKind.schema.parse({ name: 'order.paid', data: { id: 7 } }))
  expect(await emitStep.run(context)).toEqual({
    kind: 'succeeded',
    output: { id: 'evt_1', name: 'order.paid', at: '2026-11-21T10:00:01.000Z' },
  })
  expect(memory.events).toEqual([{ caller: CALLER, name: 'order.paid', data: { id: 7 } }])
})

describe('workflow', () => {
  const written = { use: 'release-notes', version: 'production', inputs: { repo: 'a/b' } }

  test('starts a run and waits for it', async () => {
    const { outcome, memory } = await start(written)
    expect(outcome).toEqual({ kind: 'waiting', wait: { kind: 'child', childRunId: 'run_child' } })
    expect(memory.starts).toEqual([
      {
        caller: CALLER,
        request: {
          workflow: 'release-notes',
          version: 'production',
          inputs: { repo: 'a/b' },
          isDetached: false,
        },
      },
    ])
    expect(memory.logs).toEqual([
      { level: 'info', message: 'Started run #12 of release-notes.', data: { runId: 'run_child' } },
    ])
  })

  test('detached is done as soon as the run is started', async () => {
    const { outcome } = await start({ ...written, detach: true })
    expect(outcome).toEqual({ kind: 'succeeded', output: { runId: 'run_child', number: 12 } })
  })

  test('that cannot be started fails for good, and says why', async () => {
    const refusal = { code: 'invalid_inputs', message: 'repo is missing.', details: { issues: [] } }
    const { outcome } = await start({ use: 'x' }, { ok: false, ...refusal })
    expect(outcome).toEqual({ kind: 'failed', failure: { ...refusal, retryable: false } })
  })

  async function start(config: object, runs: ChildRunResult = { ok: true, runId: 'run_child', number: 12 }) {
    const { context, memory } = memoryContext(workflowKind.schema.parse(config), { runs })
    return { outcome: await workflowStep.run(context), memory }
  }
})

describe('tool', () => {
  test('calls the tool with secrets in place of what stands for them', async () => {
    const input = { text: 'x', key: markers.markerOf('KEY'), deep: [{ a: markers.markerOf('KEY') }, 1, null] }
    const { outcome, calls } = await call(input, { KEY: 'hush-hush' })
    expect(outcome).toEqual({ kind: 'succeeded', output: 'done' })
    expect(calls).toEqual([
      ['crypto.hmac', { text: 'x', key: 'hush-hush', deep: [{ a: 'hush-hush' }, 1, null] }],
    ])
  })

  test('is not called when a secret is missing', async () => {
    const { outcome, calls } = await call({ key: markers.markerOf('KEY') }, {})
    expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'secret_missing' } })
    expect(calls).toEqual([])
  })

  test('that fails fails the step, and says whether another attempt can help', async () => {
    const failure = { code: 'invalid_input', message: 'No.', retryable: false }
    const { outcome } = await call({}, {}, { ok: false, ...failure })
    expect(outcome).toEqual({ kind: 'failed', failure })
  })

  async function call(
    input: object,
    secrets: Record<string, string>,
    result: ToolResult = { ok: true, output: 'done' },
  ) {
    const calls: unknown[] = []
    const tools: ToolPort = {
      call: async (_caller, name, given) => {
        calls.push([name, given])
        return result
      },
    }
    const config = toolKind.schema.parse({ use: 'crypto.hmac', input })
    return { outcome: await toolStep.run(memoryContext(config, { tools, secrets }).context), calls }
  }
})

describe('approval', () => {
  test('opens a gate that is due at its timeout', async () => {
    const form = { type: 'object', properties: { notes: { type: 'string', default: 'Draft' } } }
    const config = approvalKind.schema.parse({ title: 'Ship?', form, timeout: '24h', onTimeout: 'reject' })
    const { context } = memoryContext(config)
    expect(await approvalStep.run(context)).toEqual({
      kind: 'waiting',
      wait: {
        kind: 'approval',
        dueAt: '2026-11-22T10:00:00.000Z',
        request: {
          title: 'Ship?',
          form,
          approvers: { roles: expect.arrayContaining(['approver']), quorum: 1, allowSelf: true },
          onTimeout: 'reject',
        },
      },
    })
  })

  test('without a timeout waits as long as it takes', async () => {
    const { context } = memoryContext(approvalKind.schema.parse({ title: 'Ship?' }))
    const outcome = await approvalStep.run(context)
    expect(outcome.kind === 'waiting' && 'dueAt' in outcome.wait).toBe(false)
  })
})

describe('assert', () => {
  const scope = { inputs: { total: 3 }, steps: { a: { output: { ok: true } } } }

  test('passes when every condition is true', async () => {
    const outcome = await check([{ that: 'steps.a.output.ok' }, { that: 'inputs.total > 2' }])
    expect(outcome).toEqual({ kind: 'succeeded', output: { passed: 2 } })
  })

  test('fails with its message, expressions in it evaluated', async () => {
    const message = `The total is ${'$'}{{ inputs.total }}.`
    expect(await check([{ that: 'inputs.total > 5', message }])).toEqual({
      kind: 'failed',
      failure: {
        code: 'assertion_failed',
        message: 'The total is 3.',
        retryable: false,
        details: { that: 'inputs.total > 5' },
      },
    })
  })

  test('without a message names the condition', async () => {
    expect(await check('inputs.total > 5')).toMatchObject({
      failure: { message: 'This is not true: inputs.total > 5' },
    })
  })

  test('a message that cannot be made does not hide the failure', async () => {
    const message = `No ${'$'}{{ inputs.none.field }}`
    expect(await check([{ that: 'false', message }])).toMatchObject({
      failure: { code: 'assertion_failed', message },
    })
  })

  test('a condition that cannot be evaluated fails as an expression', async () => {
    expect(await check('inputs.none.field > 1')).toMatchObject({
      kind: 'failed',
      failure: { code: 'expression_failed' },
    })
  })

  async function check(written: unknown) {
    const { context } = memoryContext(assertKind.schema.parse(written), {}, { scope })
    return assertStep.run(context)
  }
})

describe('the list of step kinds', () => {
  test('holds every kind that is not the interpreter’s own', () => {
    const control = ['forEach', 'loop', 'parallel', 'switch']
    expect([...stepKinds.keys(), ...control].sort()).toEqual([...STEP_KINDS])
  })

  test('a kind named twice is refused', () => {
    expect(() => listStepKinds([setStep, waitStep, setStep])).toThrow(
      'Two plug-ins handle the step kind "set".',
    )
  })
})
