import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import type { JsonValue } from '@/server/kernel/json'
import { atDepth } from '@/test/depth'
import { createSandbox, type ProgramAnswer, type ProgramCall } from './index'
import { answerTo, given, onlyCall, programRequest, type Reply, refused } from './testing/drive-program'
import { type NativeRun, runNatively } from './testing/native-run'
import { randomProgram } from './testing/random-program'

const sandbox = createSandbox({ threads: 1 })
afterAll(() => sandbox.close())

it('a program interrupted at every answer does what it does uninterrupted', async () => {
  let answered = 0
  await fc.assert(
    fc.asyncProperty(randomProgram, fc.nat(), async (source, luck) => {
      const seed = `seed ${luck}`
      const native = await runNatively(source, seedNumbers(seed), picked(luck), replyTo)
      fc.pre(native.order.length <= 60)
      answered += native.order.length
      await equalEverywhere(source, seed, native)
    }),
    { numRuns: atDepth(40, 400) },
  )
  // Programs without calls would prove nothing.
  expect(answered).toBeGreaterThan(atDepth(130, 1_300))
}, 120_000)

it('1,000 calls in a row replay, and the 1,001st is refused', async () => {
  const source = `
    let sum = 0
    for (let i = 0; i < 1000; i++) sum += (await tool('add', { i })).n
    try { await sleep(1) } catch (error) { return [sum, error.message] }`
  const answers = Array.from({ length: 1000 }, (_, index) =>
    answerTo(
      { index, kind: 'tool', config: null, digest: digestOf(`{"i":${index}}`) },
      given({ n: 2 }),
      index,
    ),
  )
  const times: string[] = []
  for (const count of [250, 500, 1000]) {
    const started = performance.now()
    const result = await sandbox.run(
      programRequest(source, { answers: answers.slice(0, count), timeoutMs: 60_000 }),
    )
    times.push(`${count} in ${Math.round(performance.now() - started)} ms`)
    if (count < 1000)
      expect(onlyCall(result)).toMatchObject({ index: count, digest: digestOf(`{"i":${count}}`) })
    else
      expect(result).toMatchObject({
        value: [2000, 'sleep(…): code makes at most 1000 calls. Split the work with forEach or workflow.'],
      })
  }
  console.info(`Answers replayed: ${times.join(', ')}.`)
}, 120_000)

/** Runs the program with each prefix of its answers and compares what it then waits for, or how it ends. */
async function equalEverywhere(source: string, seed: string, native: NativeRun): Promise<void> {
  const answers: ProgramAnswer[] = []
  for (const [turn, index] of native.order.entries()) {
    const result = await sandbox.run(programRequest(source, { seed, answers }))
    const expected = native.openBefore[turn]?.map((open) => ({
      index: open,
      kind: native.calls[open]?.kind,
      config: native.calls[open]?.config,
      digest: expect.any(String),
    }))
    expect(result).toEqual({ ok: true, calls: expected, logs: [] })
    const call = callOf(result, index)
    answers.push(answerTo(call, replyTo(call.kind, call.config), turn + 1))
  }
  const last = await sandbox.run(programRequest(source, { seed, answers }))
  if ('message' in native.end)
    expect(last).toMatchObject({
      code: 'code_failed',
      message: expect.stringContaining(native.end.message),
    })
  else if (native.lost !== undefined)
    expect(last).toMatchObject({ message: expect.stringContaining(`call ${native.lost} `) })
  else expect(last).toEqual({ ok: true, value: native.end.value, logs: [] })
}

function callOf(result: object, index: number): ProgramCall {
  const calls: ProgramCall[] = 'calls' in result && Array.isArray(result.calls) ? result.calls : []
  const call = calls.find((open) => open.index === index)
  if (call === undefined) throw new Error(`Call ${index} is not open.`)
  return call
}

/** Which open call ends next: any, but always the same for the same luck. */
function picked(luck: number): (open: number[], turn: number) => number {
  return (open, turn) => open[hash(`${luck} ${turn}`) % open.length] ?? -1
}

/** Some calls fail, each always in the same way. */
function replyTo(kind: string, config: JsonValue): Reply {
  const number = hash(JSON.stringify([kind, config]))
  return kind !== 'wait' && number % 4 === 0 ? refused(`code_${number % 3}`, 'given up') : given(number % 100)
}

function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE(0)
}

function seedNumbers(seed: string): [number, number, number, number] {
  const digest = createHash('sha256').update(seed).digest()
  return [digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8), digest.readUInt32LE(12)]
}

/** The digest that a call of the tool `add` has: keys sorted, no spaces. */
function digestOf(input: string): string {
  return createHash('sha256').update(`{"config":{"input":${input},"use":"add"},"kind":"tool"}`).digest('hex')
}
