import { afterAll, describe, expect, test } from 'vitest'
import type { CodeAnswer, ProgramPort, StepContext } from '@/server/language/contracts'
import { type CodeConfig, codeKind } from '@/server/language/definition/kinds'
import { createSandbox } from '@/server/platform/sandbox'
import { codeStep } from './code.step'
import { memoryContext } from './testing/memory-context'

const sandbox = createSandbox({ threads: 1 })
afterAll(() => sandbox.close())
// The sandbox knows nothing of the language: that its shapes fit is checked here.
const programs: ProgramPort = sandbox

async function compute(written: unknown, changes: Partial<StepContext<CodeConfig>> = {}) {
  const config = codeKind.schema.parse(written)
  const { context, memory } = memoryContext(
    config,
    { programs: (request) => programs.run(request) },
    { scope: { inputs: { n: 2 } }, ...changes },
  )
  return { outcome: await codeStep.run(context), memory }
}

test('code sees its scope and limits, and its value is the output', async () => {
  const { outcome, memory } = await compute({
    source: "console.log('hi'); console.warn('there'); return { twice: inputs.n * 2, at: new Date() }",
    timeout: '2s',
    memoryMb: 32,
  })
  expect(outcome).toEqual({ kind: 'succeeded', output: { twice: 4, at: '2026-11-21T10:00:00.000Z' } })
  expect(memory.logs).toEqual([
    { level: 'info', message: 'hi' },
    { level: 'warn', message: 'there' },
  ])
  expect(memory.programRequests).toMatchObject([
    { orgId: 'org_1', timeoutMs: 2_000, memoryBytes: 32 * 1024 * 1024, seed: 'run_1:step', answers: [] },
  ])
})

test('a failure tells its code and line, and what was logged before', async () => {
  const { outcome, memory } = await compute("console.warn('before')\n\nx()")
  expect(outcome).toEqual({
    kind: 'failed',
    failure: {
      code: 'code_failed',
      message: "ReferenceError: 'x' is not defined (line 3 of the code)",
      retryable: false,
      details: { line: 3 },
    },
  })
  expect(memory.logs).toEqual([{ level: 'warn', message: 'before' }])
})

test('a failure without a line has no details', async () => {
  const { outcome } = await compute({ source: 'for (;;);', timeout: '100ms' })
  expect(outcome).toEqual({
    kind: 'failed',
    failure: { code: 'timeout', message: 'It did not finish within 100 ms.', retryable: false },
  })
})

test('a cancelled step stops its code', async () => {
  const { outcome } = await compute('return 1', { signal: AbortSignal.abort() })
  expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'cancelled' } })
})

describe('calls', () => {
  const source = `console.log('asking')
    const [page] = await Promise.all([http('https://example.com'), sleep('10m')])
    console.log('answered')
    return [page.status, Date.now(), Math.random()]`

  async function ask() {
    const { outcome, memory } = await compute(source)
    if (outcome.kind !== 'calling') throw new Error(`It does not call: ${JSON.stringify(outcome)}`)
    return { calls: outcome.calls, logs: memory.logs }
  }

  async function answers(): Promise<CodeAnswer[]> {
    const results: CodeAnswer['result'][] = [
      { ok: true, output: { status: 200 } },
      { ok: true, output: {} },
    ]
    return (await ask()).calls.map(({ index, kind, digest }) => ({
      index,
      kind,
      digest,
      at: `2026-11-21T10:1${index}:00.000Z`,
      result: results[index] ?? { ok: false, code: 'none', message: 'There is no such call.' },
    }))
  }

  test('are handed out, all that are open', async () => {
    const { calls, logs } = await ask()
    expect(calls).toMatchObject([
      { index: 0, kind: 'http', config: { url: 'https://example.com' } },
      { index: 1, kind: 'wait', config: { for: '10m' } },
    ])
    expect(logs).toEqual([{ level: 'info', message: 'asking' }])
  })

  test('are handed out again while some are answered, and nothing is told twice', async () => {
    const [first] = await answers()
    const { outcome, memory } = await compute(source, { answers: first ? [first] : [] })
    expect(outcome).toMatchObject({ kind: 'calling', calls: [{ index: 1 }] })
    expect(memory.logs).toEqual([])
  })

  test('let the code go on when they have ended, with the same chance each time', async () => {
    const given = await answers()
    const { outcome, memory } = await compute(source, { answers: given })
    expect(outcome).toEqual({
      kind: 'succeeded',
      output: [200, Date.UTC(2026, 10, 21, 10, 11), expect.any(Number)],
    })
    expect(memory.logs).toEqual([{ level: 'info', message: 'answered' }])
    expect((await compute(source, { answers: given, attempt: 2 })).outcome).toEqual(outcome)
    expect((await compute(source, { answers: given, path: 'other' })).outcome).not.toEqual(outcome)
  })

  test('that tell more when several ended at once', async () => {
    const lines =
      "await Promise.all([http('https://example.com'), sleep('10m')].map(async (call, i) => { await call; console.log(i) }))"
    const given = await answers()
    expect((await compute(lines, { answers: given, toldAnswers: 0 })).memory.logs).toHaveLength(2)
    expect((await compute(lines, { answers: given })).memory.logs).toHaveLength(1)
  })

  test('a replay that makes other calls fails with code_diverged', async () => {
    const { outcome } = await compute("await tool('other')", { answers: await answers() })
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { code: 'code_diverged', retryable: false, details: { line: 1 } },
    })
  })
})

describe('dynamic code', () => {
  const dynamic = (source: string) => compute({ source, dynamic: true })

  test('generates the steps it returns', async () => {
    const { outcome } = await dynamic("return { steps: [{ id: 'a', set: { n: inputs.n } }] }")
    expect(outcome).toEqual({ kind: 'generated', steps: [{ id: 'a', set: { n: 2 } }] })
  })

  test('may make calls first', async () => {
    expect((await dynamic("await sleep('1s')")).outcome).toMatchObject({ kind: 'calling' })
  })

  test.each([
    ['return 1', 'a number'],
    ['1', 'nothing'],
    ['return []', 'a list: put it into `steps`'],
    ['return { steps: {} }', 'an object without a list `steps`'],
  ])('%s is an invalid output', async (source, what) => {
    expect((await dynamic(source)).outcome).toEqual({
      kind: 'failed',
      failure: {
        code: 'invalid_output',
        message: `Code with \`dynamic: true\` returns \`{ steps: […] }\`; this returned ${what}.`,
        retryable: false,
      },
    })
  })

  test('code that is not dynamic may return steps as a plain value', async () => {
    expect((await compute('return { steps: [] }')).outcome).toEqual({
      kind: 'succeeded',
      output: { steps: [] },
    })
  })
})
