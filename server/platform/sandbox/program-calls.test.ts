import { afterAll, describe, expect, it } from 'vitest'
import { createSandbox, type ProgramRequest } from './index'
import {
  answerTo,
  callAt,
  given,
  onlyCall,
  openCalls,
  programRequest,
  type Reply,
  replayWith,
} from './testing/drive-program'

const sandbox = createSandbox({ threads: 1 })
afterAll(() => sandbox.close())

const run = (source: string, more: Partial<ProgramRequest> = {}) => sandbox.run(programRequest(source, more))

const replied = (source: string, ...replies: Reply[]) => replayWith(sandbox, source, replies)

describe('calls', () => {
  it.each([
    ["http('https://example.com')", 'http', { url: 'https://example.com' }],
    [
      "http({ url: 'u', method: 'POST', json: { at: new Date(0) } })",
      'http',
      { url: 'u', method: 'POST', json: { at: '1970-01-01T00:00:00.000Z' } },
    ],
    ["tool('time.now')", 'tool', { use: 'time.now', input: {} }],
    ["tool('a', { b: [1, null] })", 'tool', { use: 'a', input: { b: [1, null] } }],
    ["agent({ model: 'offline/rules', prompt: 'Hi' })", 'agent', { model: 'offline/rules', prompt: 'Hi' }],
    ["sleep('10m')", 'wait', { for: '10m' }],
    ['sleep(1500)', 'wait', { for: '1500ms' }],
    ["approval({ title: 'Ship?' })", 'approval', { title: 'Ship?' }],
    ["workflow('clean-up')", 'workflow', { use: 'clean-up' }],
    [
      "workflow('clean-up', { inputs: { a: 1 }, version: 2 })",
      'workflow',
      { use: 'clean-up', inputs: { a: 1 }, version: 2 },
    ],
  ])('%s becomes the configuration of a step', async (source, kind, config) => {
    const call = onlyCall(await run(`return await ${source}`))
    expect(call).toEqual({ index: 0, kind, config, digest: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it.each([
    ['http()', 'http(…): its argument must be an object; it is missing.'],
    ['http(1)', 'http(…): its argument must be an object; it is a value of type number.'],
    ['http([])', 'http(…): its argument must be an object; it is a list.'],
    ['http({})', 'http(…): `url` must be a text; it is missing.'],
    ['http("")', 'http(…): the URL must be a text; it is empty.'],
    [
      'http(Promise.resolve(1))',
      'http(…): its argument must be an object; it is a promise: write `await` before it.',
    ],
    [
      'http({ url: "u", json: { n: NaN } })',
      'http(…): "n" is not a finite number; arguments are JSON values.',
    ],
    ['http({ url: "u", json: { f() {} } })', 'http(…): "f" is a function; arguments are JSON values.'],
    ['http({ url: "u", json: { n: 1n } })', 'http(…): "n" is a bigint; arguments are JSON values.'],
    [
      'http({ url: "u", json: { a: Promise.resolve(1) } })',
      'http(…): "a" is a promise: write `await` before it; arguments are JSON values.',
    ],
    [
      'http({ url: "u", json: { m: new Map() } })',
      'http(…): "m" is a Map: use Object.fromEntries; arguments are JSON values.',
    ],
    [
      'http({ url: "u", json: { s: new Set() } })',
      'http(…): "s" is a Set: spread it into a list; arguments are JSON values.',
    ],
    ['tool()', 'tool(…): the name must be a text; it is missing.'],
    ['tool("a", [1])', 'tool(…): the input must be an object; it is a list.'],
    ['agent({})', 'agent(…): `prompt` must be a text; it is missing.'],
    ['approval("x")', 'approval(…): its argument must be an object; it is a value of type string.'],
    [
      'sleep("soon")',
      "sleep(…) takes a duration such as '10m' or '1h30m', or milliseconds, not negative and finite.",
    ],
    [
      'sleep(-1)',
      "sleep(…) takes a duration such as '10m' or '1h30m', or milliseconds, not negative and finite.",
    ],
    [
      'workflow("a", { input: {} })',
      'workflow(…): unknown option "input". It knows inputs, version and detach.',
    ],
    ['workflow("a", null)', 'workflow(…): its second argument must be an object; it is null.'],
  ])('%s throws at the call', async (source, message) => {
    const result = await run(`try {\n  ${source}\n} catch (error) { return [error.name, error.message] }`)
    expect(result).toMatchObject({ ok: true, value: ['TypeError', message] })
    expect(await run(`\nawait ${source}`)).toMatchObject({
      code: 'code_failed',
      line: 2,
      message: `TypeError: ${message}`,
    })
  })

  it('all that are open are told, answered ones are not', async () => {
    const source =
      "return Promise.all([http('a'), http('b'), (async () => { await http('c'); await http('d') })()])"
    const calls = openCalls(await run(source))
    expect(calls.map(({ config }) => config)).toEqual([{ url: 'a' }, { url: 'b' }, { url: 'c' }])
    const answers = [answerTo(callAt(calls, 2), given(1)), answerTo(callAt(calls, 0), given(2))]
    const later = openCalls(await run(source, { answers }))
    expect(later.map(({ index, config }) => [index, config])).toEqual([
      [1, { url: 'b' }],
      [3, { url: 'd' }],
    ])
  })

  it('the order of keys does not change the digest, another value does', async () => {
    const digestOf = async (config: string) => onlyCall(await run(`await http(${config})`)).digest
    const digest = await digestOf('{ url: "u", json: { a: 1, b: [{ c: 1, d: 2 }] } }')
    expect(await digestOf('{ json: { b: [{ d: 2, c: 1 }], a: 1 }, url: "u" }')).toBe(digest)
    expect(await digestOf('{ url: "u", json: { a: 1, b: [{ c: 1, d: 3 }] } }')).not.toBe(digest)
    expect(onlyCall(await run('await tool("t")')).digest).not.toBe(
      onlyCall(await run('await tool("u")')).digest,
    )
  })

  it('answers are values of their own, free to change', async () => {
    const source = "const a = await http('a'); a.list.push(3); delete a.gone; return a"
    expect(await replied(source, given({ list: [1], gone: true, __proto__: null }))).toMatchObject({
      value: { list: [1, 3] },
    })
  })

  it('a name of the scope takes the place of a call', async () => {
    expect(await run('return [tool, typeof http]', { scope: { tool: 'hammer' } })).toMatchObject({
      value: ['hammer', 'function'],
    })
    expect(await run('http = 1')).toMatchObject({
      code: 'code_failed',
      message: "TypeError: 'http' is read-only",
    })
  })

  it('there is room for 1,000 calls and 256 at once', async () => {
    const many =
      'const all = []; for (let i = 0; i < COUNT; i++) all.push(sleep(i)); return (await Promise.all(all)).length'
    expect(openCalls(await run(many.replace('COUNT', '256')))).toHaveLength(256)
    expect(await run(many.replace('COUNT', '257'))).toMatchObject({
      code: 'code_failed',
      message: 'RangeError: sleep(…): at most 256 calls are open at once. Await some before making more.',
    })
  })

  it('arguments that are too large are refused at the call', async () => {
    const big = 'http({ url: "u", body: "x".repeat(SIZE) })'
    expect(await run(`await ${big.replace('SIZE', '300000')}`)).toMatchObject({
      message: 'RangeError: http(…): its arguments are larger than 256 KiB.',
    })
    expect(
      await run(`await Promise.all(Array.from({ length: 20 }, () => ${big.replace('SIZE', '250000')}))`),
    ).toMatchObject({
      message: 'RangeError: http(…): the arguments of all open calls are larger than 4096 KiB together.',
    })
  })

  it('arguments nested without end are refused', async () => {
    const nested = 'let a = []; for (let i = 0; i < 210; i++) a = [a]; await http({ url: "u", json: a })'
    expect(await run(nested)).toMatchObject({
      code: 'output_too_large',
      message: 'The arguments of a call are nested deeper than 200 levels.',
    })
  })
})
