import { afterAll, describe, expect, it } from 'vitest'
import { createSandbox, type ProgramRequest } from './index'
import {
  answerTo,
  callAt,
  driveProgram,
  given,
  onlyCall,
  openCalls,
  programRequest,
  type Reply,
  refused,
  replayWith,
} from './testing/drive-program'

const sandbox = createSandbox({ threads: 1 })
afterAll(() => sandbox.close())

const run = (source: string, more: Partial<ProgramRequest> = {}) => sandbox.run(programRequest(source, more))

const replied = (source: string, ...replies: Reply[]) => replayWith(sandbox, source, replies)

describe('calls that fail', () => {
  it('throw an error with code, kind and message, which code can catch', async () => {
    const source = `try { await http('a') } catch (error) {
      return [error.code, error.kind, error.message, error.name, error instanceof Error, String(error)]
    }`
    expect(await replied(source, refused('http_5xx', 'The server said no.'))).toMatchObject({
      value: ['http_5xx', 'http', 'The server said no.', 'StepError', true, 'StepError: The server said no.'],
    })
  })

  it('end the program where nothing catches them, at the line of the call', async () => {
    expect(
      await replied("\n\nawait http('a')\nreturn 1", refused('http_5xx', 'The server said no.')),
    ).toEqual({
      ok: false,
      code: 'code_failed',
      message: '`http` failed with http_5xx: The server said no.',
      line: 3,
      logs: [],
    })
  })

  it('fail the program at its end when nobody awaited them', async () => {
    const source = "http('a')\nawait sleep('1s')\nreturn 1"
    expect(await replied(source, refused('timeout'), given(null))).toMatchObject({
      code: 'code_failed',
      message: '`http` failed with timeout: No.',
      line: 1,
    })
    expect(await replied(source, given(1), given(null))).toMatchObject({ value: 1 })
  })

  it('do not when they are awaited later, or one of several', async () => {
    const late = "const a = http('a'); await sleep('1s'); try { await a } catch (error) { return error.code }"
    expect(await replied(late, refused('timeout'), given(null))).toMatchObject({ value: 'timeout' })
    const any = "return Promise.any([http('a'), http('b')])"
    expect(await replied(any, refused('timeout'), given(7))).toMatchObject({ value: 7 })
    const caught = "http('a').catch(() => {}); await sleep('1s'); return 1"
    expect(await replied(caught, refused('timeout'), given(null))).toMatchObject({ value: 1 })
  })
})

describe('the end', () => {
  it('comes when the code returns, also while calls are open', async () => {
    const source = "return Promise.race([http('a'), sleep('1h').then(() => 'late')])"
    expect(await replied(source, given('answer'))).toMatchObject({ ok: true, value: 'answer' })
    // Both ended before the program was run again: the first one still wins.
    expect(await replied(source, given('answer'), given(null))).toMatchObject({ value: 'answer' })
  })

  it('does not lose a call that could never be made', async () => {
    const message = (index: number) =>
      `The code ended without waiting for call ${index} (\`http\`), which was therefore never made. Write \`await\` before it.`
    expect(await run('return 1;\n')).toMatchObject({ value: 1 })
    expect(await run("const a = 1\nhttp('a')\nreturn a")).toEqual({
      ok: false,
      code: 'code_failed',
      message: message(0),
      line: 2,
      logs: [],
    })
    expect(await replied("await sleep(1)\nhttp('a')", given(null))).toMatchObject({
      message: message(1),
      line: 2,
    })
  })

  it('never comes for code that waits for nothing, and that is said', async () => {
    const message = 'The code waits for something that never comes: no call is open, and it has not ended.'
    expect(await run('await new Promise(() => {})')).toMatchObject({ code: 'code_failed', message })
    expect(await replied("http('a'); await new Promise(() => {})", given(1))).toMatchObject({
      code: 'code_failed',
      message,
    })
  })

  it('refuses calls while the result is written', async () => {
    expect(await run("return { get a() { return http('a') } }")).toMatchObject({
      code: 'code_failed',
      message: 'TypeError: http(…): the code has ended, it can make no more calls.',
    })
  })

  it('tells of a promise in the result', async () => {
    expect(await run('return { a: { b: Promise.resolve(1) } }')).toMatchObject({
      message: 'TypeError: The result holds a promise in "b": write `await` before it.',
    })
  })

  it.each([
    ['return f(', "SyntaxError: unexpected token in expression: '}'"],
    ['}); (() => {', 'The code is not the body of a function: a bracket closes it early.'],
    ['throw new RangeError("no")', 'RangeError: no'],
    ['throw null', 'It threw null.'],
    ['await import("node:fs")', "ReferenceError: could not load module 'node:fs'"],
  ])('of %s is a failure', async (source, message) => {
    expect(await run(source)).toMatchObject({ ok: false, code: 'code_failed', message })
  })
})

describe('a replay that does something else is named', () => {
  const first = "const a = await http('a')\nreturn await tool('t', { a })"

  async function replay(source: string) {
    const call = onlyCall(await run(first))
    const next = onlyCall(await run(first, { answers: [answerTo(call, given(1))] }))
    return run(source, { answers: [answerTo(call, given(1)), answerTo(next, given(2))] })
  }
  const message = (what: string) =>
    `The code does not do again what it did before: ${what}. The code, or what it reads, has changed since then. Replay the run from this step to start it anew.`

  it('the same code is no divergence', async () => {
    expect(await replay(first)).toMatchObject({ ok: true, value: 2 })
  })

  it.each([
    [
      'another kind',
      "const a = await http('a')\nawait sleep(a)",
      'call 1 was `tool`, and now it is `wait`',
      2,
    ],
    ['other arguments', "\nawait http('b')", 'call 0 was `http` with other arguments', 2],
    [
      'other arguments later',
      "const a = await http('a')\nawait tool('t', { a: a + 1 })",
      'call 1 was `tool` with other arguments',
      2,
    ],
    [
      'an earlier end',
      "return await http('a')",
      'call 1 was `tool`, and now the code stops after 1 calls',
      undefined,
    ],
    ['no call', 'return 1', 'call 0 was `http`, and now the code stops after 0 calls', undefined],
  ])('%s', async (_, source, what, line) => {
    const result = await replay(source)
    expect(result).toMatchObject({ ok: false, code: 'code_diverged', message: message(what) })
    if (line !== undefined) expect(result).toMatchObject({ line })
  })

  it('two answers to one call', async () => {
    const call = onlyCall(await run(first))
    const answers = [answerTo(call, given(1)), answerTo(call, given(1))]
    expect(await run(first, { answers })).toMatchObject({
      code: 'code_diverged',
      message: message('call 0 has two answers'),
    })
  })
})

describe('clock and chance', () => {
  it('the clock stands where the latest answer was given, and never goes back', async () => {
    const source = `const seen = [Date.now()]
      seen.push(await Promise.all([sleep(1), sleep(2), sleep(3)].map((call) => call.then(() => Date.now()))))
      seen.push(new Date().toISOString(), Date(), new Date().getTime() === Date.now(), new Date() instanceof Date, Date.name)
      return seen`
    const calls = openCalls(await run(source))
    const answers = [5, 3, 9].map((seconds, index) => answerTo(callAt(calls, index), given(null), seconds))
    const at = (seconds: number) => Date.UTC(2026, 10, 21, 10, 0, seconds)
    expect(await run(source, { answers })).toMatchObject({
      value: [
        at(0),
        [at(5), at(5), at(9)],
        '2026-11-21T10:00:09.000Z',
        'Sat Nov 21 2026 10:00:09 GMT+0000',
        true,
        true,
        'Date',
      ],
    })
  })

  it('chance is the same for the same seed, another for another, and looks like chance', async () => {
    const source = 'return Array.from({ length: 2000 }, () => Math.random())'
    const draw = async (seed: string) => {
      const result = await run(source, { seed })
      if (!result.ok || !('value' in result) || !Array.isArray(result.value)) throw new Error('No numbers.')
      return result.value.map(Number)
    }
    const numbers = await draw('a')
    expect(await draw('a')).toEqual(numbers)
    expect(await draw('b')).not.toEqual(numbers)
    expect(new Set(numbers).size).toBe(2000)
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...numbers)).toBeLessThan(1)
    for (const tenth of Array.from({ length: 10 }, (_, index) => index / 10))
      expect(numbers.filter((number) => number >= tenth && number < tenth + 0.1).length).toBeGreaterThan(120)
  })

  it('a date from parts is still one', async () => {
    expect(
      await run(
        'class Day extends Date {}; return [new Date(0).getTime(), new Date(2026, 2, 9), new Day(5).getTime(), Date.UTC(2026, 0), Date.parse("2026-01-01")]',
      ),
    ).toMatchObject({
      value: [0, '2026-03-09T00:00:00.000Z', 5, 1767225600000, 1767225600000],
    })
  })
})

describe('the log', () => {
  it('holds only what came after the latest answer', async () => {
    const source =
      "console.log('one'); await sleep(1); console.warn('two'); await sleep(2); console.log('three')"
    const { logs } = await driveProgram(sandbox, source, () => given(null))
    expect(logs).toEqual(['one', 'two', 'three'])
  })

  it('tells more when the run before this one had fewer answers', async () => {
    const source =
      "console.log('one'); await Promise.all([sleep(1), sleep(2)].map(async (call, i) => { await call; console.log('after', i) })); console.log('end')"
    const calls = openCalls(await run(source))
    const answers = calls.map((call) => answerTo(call, given(null)))
    const told = async (toldAnswers?: number) =>
      (await run(source, { answers, ...(toldAnswers !== undefined && { toldAnswers }) })).logs.map(
        ({ message }) => message,
      )
    expect(await told()).toEqual(['after 1', 'end'])
    expect(await told(1)).toEqual(['after 1', 'end'])
    expect(await told(0)).toEqual(['after 0', 'after 1', 'end'])
  })

  it('is bounded for each run, and says so', async () => {
    const source = 'for (let i = 0; i < 300; i++) console.log(i); await sleep(1); console.log("later")'
    const first = await run(source)
    expect(first.logs).toHaveLength(201)
    expect(first.logs.at(-1)).toEqual({ level: 'warn', message: '100 more log lines were dropped.' })
    const second = await run(source, { answers: [answerTo(onlyCall(first), given(null))] })
    expect(second.logs).toEqual([{ level: 'info', message: 'later' }])
  })
})
