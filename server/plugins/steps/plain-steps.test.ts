import { describe, expect, test } from 'vitest'
import type { SandboxResult } from '@/server/language/contracts'
import { approvalKind, assertKind, codeKind, setKind, waitKind } from '@/server/language/definition/kinds'
import { stepKinds } from '../index'
import { listStepKinds } from '../step-kinds'
import { approvalStep } from './approval.step'
import { assertStep } from './assert.step'
import { codeStep } from './code.step'
import { setStep } from './set.step'
import { memoryContext } from './testing/memory-context'
import { waitStep } from './wait.step'

test('set gives its values', async () => {
  const { context } = memoryContext(setKind.schema.parse({ a: 1, b: { c: [null] } }))
  expect(await setStep.run(context)).toEqual({ kind: 'succeeded', output: { a: 1, b: { c: [null] } } })
})

test('wait is due its duration from now', async () => {
  const { context } = memoryContext(waitKind.schema.parse({ for: '1h30m' }))
  expect(await waitStep.run(context)).toEqual({
    kind: 'waiting',
    wait: { kind: 'timer', dueAt: '2026-11-21T11:30:00.000Z' },
  })
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

describe('code', () => {
  test('gives the program its scope and limits, and returns its value', async () => {
    const { outcome, memory } = await compute({
      ok: true,
      value: { n: 1 },
      logs: [{ level: 'info', message: 'hi' }],
    })
    expect(outcome).toEqual({ kind: 'succeeded', output: { n: 1 } })
    expect(memory.logs).toEqual([{ level: 'info', message: 'hi' }])
    expect(memory.sandboxRequests).toMatchObject([
      {
        orgId: 'org_1',
        mode: 'program',
        source: 'return 1',
        scope: { inputs: {} },
        timeoutMs: 2_000,
        memoryBytes: 8 * 1024 * 1024,
      },
    ])
  })

  test('a failure tells its code and line, and what was logged before', async () => {
    const { outcome, memory } = await compute({
      ok: false,
      code: 'code_failed',
      message: 'x is not defined',
      line: 3,
      logs: [{ level: 'warn', message: 'before' }],
    })
    expect(outcome).toEqual({
      kind: 'failed',
      failure: {
        code: 'code_failed',
        message: 'x is not defined (line 3 of the code)',
        retryable: false,
        details: { line: 3 },
      },
    })
    expect(memory.logs).toHaveLength(1)
  })

  async function compute(result: SandboxResult) {
    const config = codeKind.schema.parse({ source: 'return 1', timeout: '2s', memoryMb: 8 })
    const { context, memory } = memoryContext(
      config,
      { sandbox: async () => result },
      { scope: { inputs: {} } },
    )
    return { outcome: await codeStep.run(context), memory }
  }
})

describe('the list of step kinds', () => {
  test('holds every kind that is not the interpreter’s own', () => {
    expect([...stepKinds.keys()].sort()).toEqual([
      'agent',
      'approval',
      'assert',
      'code',
      'http',
      'set',
      'wait',
    ])
  })

  test('a kind named twice is refused', () => {
    expect(() => listStepKinds([setStep, waitStep, setStep])).toThrow(
      'Two plug-ins handle the step kind "set".',
    )
  })
})
