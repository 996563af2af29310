import { afterAll, describe, expect, it } from 'vitest'
import { createSandbox, type ProgramRequest } from './index'
import { answerTo, callAt, given, MIB, onlyCall, openCalls, programRequest } from './testing/drive-program'

const sandbox = createSandbox({ threads: 2 })
afterAll(() => sandbox.close())

const run = (source: string, more: Partial<ProgramRequest> = {}) => sandbox.run(programRequest(source, more))

/** Runs the program while another org asks for sums, and checks that those were answered meanwhile. */
async function runBesideOthers(source: string, more: Partial<ProgramRequest>) {
  let isOver = false
  const result = run(source, { orgId: 'org_hostile', ...more }).finally(() => {
    isOver = true
  })
  const limits = { timeoutMs: 5_000, memoryBytes: 16 * MIB, scope: {} }
  for (let round = 1; round <= 3 || !isOver; round++) {
    const sum = await sandbox.evaluate({
      orgId: 'org_guest',
      mode: 'expression',
      source: `${round} + 1`,
      ...limits,
    })
    expect(sum).toEqual({ ok: true, value: round + 1, logs: [] })
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return result
}

describe('what would take the host down is stopped, and others are served meanwhile', () => {
  it.each([
    ['an endless loop', 'for (;;);'],
    ['an endless loop of awaits', 'for (;;) await null'],
    ['an endless loop that catches', 'for (;;) { try { for (;;); } catch {} }'],
    ['an endless loop whose promise is caught', '(async () => { for (;;); })().catch(() => {}); return 1'],
    ['jobs that make jobs', 'const next = () => Promise.resolve().then(next); await next()'],
    [
      'two tasks that take turns',
      'const go = async () => { for (;;) await go2() }; const go2 = async () => {}; await go()',
    ],
    ['catastrophic backtracking', 'return /^(a+)+$/.test("a".repeat(50) + "b")'],
    [
      'a long native sort',
      'const a = Array.from({ length: 300000 }, (_, i) => (i * 7919) % 300007); for (;;) a.sort((x, y) => x - y).reverse()',
    ],
    [
      'a sort without a comparison of its own',
      'const a = Array.from({ length: 300000 }, (_, i) => "k" + (i * 7919) % 300007); for (;;) a.sort().reverse()',
    ],
    ['a getter that never ends, read while the result is written', 'return { get a() { for (;;); } }'],
    ['a getter that never ends, read as a call is made', 'await http({ get url() { for (;;); } })'],
    ['a toJSON that never ends', 'await http({ url: "u", json: { toJSON() { for (;;); } } })'],
    ['an error whose message never ends', 'throw { get message() { for (;;); } }'],
    ['a text of a log line that never ends', 'console.log({ toJSON() { for (;;); } })'],
    ['a promise-like that never ends', 'await { get then() { for (;;); } }'],
  ])('%s ends as a timeout', async (_, source) => {
    const result = await runBesideOthers(source, { timeoutMs: 200, memoryBytes: 64 * MIB })
    expect(result).toMatchObject({ ok: false, code: 'timeout', message: 'It did not finish within 200 ms.' })
  })

  it('the time of the replay counts, and what one answer sets off too', async () => {
    const source = "await http('a'); for (;;);"
    const answers = [answerTo(onlyCall(await run(source)), given(1))]
    expect(await run(source, { answers, timeoutMs: 100 })).toMatchObject({ code: 'timeout' })
    const then = 'Object.defineProperty(Object.prototype, "then", { get() { for (;;); } }); await http("a")'
    const forThen = [answerTo(onlyCall(await run(then)), given({}))]
    expect(await run(then, { answers: forThen, timeoutMs: 100 })).toMatchObject({ code: 'timeout' })
  })

  it.each([
    ['a memory bomb', 'const a = []; for (;;) a.push([a.length, a.length])'],
    ['lists that each fit', 'const a = []; for (;;) a.push(new Array(400000).fill(0))'],
    ['texts that each fit', 'const a = []; for (;;) a.push((a.length + "x").repeat(1000000))'],
    ['a memory bomb between awaits', 'const a = []; for (;;) { a.push([1]); await null }'],
    [
      'a chain of promises without end',
      'const next = async () => { await null; return next() }; return next()',
    ],
    ['a huge text', 'return "x".repeat(500000000).length'],
    ['a text that doubles', 'let s = "x"; for (;;) s += s'],
    ['a huge buffer', 'return new ArrayBuffer(900000000).byteLength'],
  ])('%s ends as memory_exceeded', async (_, source) => {
    const result = await runBesideOthers(source, { timeoutMs: 10_000, memoryBytes: 16 * MIB })
    expect(result).toMatchObject({
      ok: false,
      code: 'memory_exceeded',
      message: 'It needed more than 16 MiB of memory.',
    })
  })

  it('answers too large for its memory end as memory_exceeded', async () => {
    const source = "const all = []; for (let i = 0; i < 9; i++) all.push(await http('u')); return all.length"
    const call = onlyCall(await run(source))
    const answers = Array.from({ length: 9 }, (_, index) =>
      answerTo({ ...call, index }, given('x'.repeat(3 * MIB))),
    )
    expect(await run(source, { answers, memoryBytes: 16 * MIB })).toMatchObject({ code: 'memory_exceeded' })
  })

  it.each([
    ['endless recursion', 'const f = () => f() + 1\nreturn f()'],
    ['endless recursion of async functions', 'const f = async () => { await f() }\nreturn f()'],
    ['a getter that reads itself', 'return { get a() { return this.a } }'],
  ])('%s is an error of the program', async (_, source) => {
    expect(await runBesideOthers(source, {})).toMatchObject({
      ok: false,
      code: 'code_failed',
      message: 'It called itself too deeply (stack overflow).',
    })
  })

  it.each([
    ['a result', 'return "x".repeat(2000000)', 'The result is larger than 1024 KiB.'],
    [
      'a result nested without end',
      'let a = []; for (let i = 0; i < 300; i++) a = [a]; return a',
      'The result is nested deeper than 200 levels.',
    ],
  ])('%s above the limit is output_too_large', async (_, source, message) => {
    expect(await run(source)).toMatchObject({ ok: false, code: 'output_too_large', message })
  })
})

describe('there is no way out', () => {
  it('the globals are these and no others', async () => {
    const result = await run('return Object.getOwnPropertyNames(globalThis).toSorted()', {
      scope: { inputs: {} },
    })
    expect(result).toMatchObject({ ok: true })
    expect('value' in result && result.value).toMatchInlineSnapshot(`
      [
        "AggregateError",
        "Array",
        "ArrayBuffer",
        "BigInt",
        "BigInt64Array",
        "BigUint64Array",
        "Boolean",
        "DataView",
        "Date",
        "Error",
        "EvalError",
        "Float16Array",
        "Float32Array",
        "Float64Array",
        "Function",
        "Infinity",
        "Int16Array",
        "Int32Array",
        "Int8Array",
        "InternalError",
        "Iterator",
        "JSON",
        "Map",
        "Math",
        "NaN",
        "Number",
        "Object",
        "Promise",
        "Proxy",
        "RangeError",
        "ReferenceError",
        "Reflect",
        "RegExp",
        "Set",
        "String",
        "Symbol",
        "SyntaxError",
        "TypeError",
        "URIError",
        "Uint16Array",
        "Uint32Array",
        "Uint8Array",
        "Uint8ClampedArray",
        "WeakMap",
        "WeakSet",
        "agent",
        "approval",
        "console",
        "decodeURI",
        "decodeURIComponent",
        "encodeURI",
        "encodeURIComponent",
        "escape",
        "eval",
        "globalThis",
        "http",
        "inputs",
        "isFinite",
        "isNaN",
        "parseFloat",
        "parseInt",
        "sleep",
        "tool",
        "undefined",
        "unescape",
        "workflow",
      ]
    `)
  })

  it.each([
    ['the constructor of a call', "typeof http.constructor('return this')().process"],
    [
      'the constructor of a promise of a call',
      "typeof Object.getPrototypeOf(sleep(1)).constructor.constructor('return this')().process",
    ],
    [
      'the constructor of an async function',
      "typeof (await (async () => {}).constructor('return globalThis')()).require",
    ],
    ['the constructor of console', "typeof console.log.constructor('return globalThis')().require"],
    ['eval', "typeof (0, eval)('this').process"],
    [
      'the stack of an error',
      '/work|node_modules|file:/.test(new Error().stack + String(sleep(1).stack)) ? "object" : "undefined"',
    ],
    ['the caller of a call', "(() => { try { return typeof http.caller } catch { return 'undefined' } })()"],
  ])('not by %s', async (_, source) => {
    expect(await run(`const found = ${source}; await sleep(1); return found`, {})).toMatchObject({ ok: true })
    const answers = openCalls(await run(`const found = ${source}; await sleep(1); return found`)).map(
      (call) => answerTo(call, given(null)),
    )
    expect(await run(`const found = ${source}; await sleep(1); return found`, { answers })).toMatchObject({
      value: 'undefined',
    })
  })

  it('not by the class of the promises: it is closed, and can make no call', async () => {
    const change = (what: string) => run(`const call = sleep(1); ${what}\nreturn 1`)
    for (const what of ['Object.getPrototypeOf(call).then = null', 'call.constructor.x = 1', 'http.x = 1'])
      expect(await change(what)).toMatchObject({ ok: false, code: 'code_failed' })
    const forged =
      'const Call = sleep(1).constructor; await new Call((resolve) => resolve(1)); await sleep(2)'
    expect(openCalls(await run(forged)).map(({ index, config }) => [index, config])).toEqual([
      [0, { for: '1ms' }],
      [1, { for: '2ms' }],
    ])
  })
})

describe('patched intrinsics change neither what a call says nor what it answers', () => {
  it.each([
    ['Promise.prototype.then', 'Promise.prototype.then = () => { throw 1 }'],
    ['Promise', 'globalThis.Promise = class { constructor() { throw 1 } }'],
    [
      'the species of promises',
      'Object.defineProperty(Promise, Symbol.species, { value: class { constructor() { throw 1 } } })',
    ],
    ['JSON', 'JSON.stringify = () => "hacked"; JSON.parse = () => "hacked"'],
    [
      'Array.prototype',
      'for (const name of Object.getOwnPropertyNames(Array.prototype)) if (name !== "constructor" && name !== "length") Array.prototype[name] = () => { throw 1 }',
    ],
    ['iteration of arrays', 'Array.prototype[Symbol.iterator] = function* () { yield "hacked" }'],
    [
      'setters on Object.prototype',
      'for (const name of ["resolve", "reject", "kind", "letters", "stack", "url", "isHeard"]) Object.defineProperty(Object.prototype, name, { set() { throw 1 }, get() { return "hacked" } })',
    ],
    [
      'Reflect and Object',
      'Reflect.apply = Reflect.construct = Object.keys = Object.defineProperty = Object.freeze = () => { throw 1 }',
    ],
    ['Number and Math', 'Number.isFinite = () => false; Math.round = () => 9'],
    ['Error', 'globalThis.Error = class { get stack() { throw 1 } }'],
    [
      'Map and Set',
      'Object.defineProperty(Map, Symbol.hasInstance, { value: () => false }); globalThis.Set = Map',
    ],
    ['Symbol.hasInstance of functions', 'globalThis.Symbol = undefined'],
  ])('%s', async (_, patch) => {
    const source = `${patch}; const a = await http({ url: 'u', json: { list: [1, { b: 2 }] } }); return { a }`
    const call = onlyCall(await run(source))
    expect(call.config).toEqual({ url: 'u', json: { list: [1, { b: 2 }] } })
    const answers = [answerTo(call, given({ status: 200, list: [1, 2] }))]
    expect(await run(source, { answers })).toMatchObject({
      ok: true,
      value: { a: { status: 200, list: [1, 2] } },
    })
  })

  it('a patched log cannot break the host', async () => {
    const source =
      'String.prototype.toString = Array.prototype.join = Array.prototype.map = () => { for (;;); }; console.log("a", { b: 1 }, [2], new Error("c"))'
    expect((await run(source)).logs).toEqual([{ level: 'info', message: 'a {"b":1} [2] Error: c' }])
  })

  it('they are gone in the next run', async () => {
    await run(
      'Object.prototype.stolen = 1; Promise.prototype.then = null; globalThis.http = 1; globalThis.kept = 1',
    ).catch(() => {})
    expect(
      await run(
        'return [({}).stolen === undefined, typeof kept, typeof Promise.prototype.then, typeof http]',
      ),
    ).toMatchObject({
      value: [true, 'undefined', 'function', 'function'],
    })
  })

  it('orgs that share one thread never see each other', async () => {
    const one = createSandbox({ threads: 1 })
    for (let round = 0; round < 6; round++) {
      const source = `const seen = typeof leak; globalThis.leak = inputs; await http('u' + inputs); return seen`
      const request = programRequest(source, { orgId: `org_${round % 2}`, scope: { inputs: round } })
      const call = callAt(openCalls(await one.run(request)), 0)
      expect(call.config).toEqual({ url: `u${round}` })
      expect(await one.run({ ...request, answers: [answerTo(call, given(1))] })).toMatchObject({
        value: 'undefined',
      })
    }
    await one.close()
  })
})

describe('a program', () => {
  it('is cancelled at once', async () => {
    const controller = new AbortController()
    const stuck = run('for (;;) await null', { timeoutMs: 60_000, signal: controller.signal })
    setTimeout(() => controller.abort(), 50)
    expect(await stuck).toMatchObject({ ok: false, code: 'cancelled' })
  })

  it('is refused by a closed sandbox', async () => {
    const one = createSandbox()
    await one.close()
    expect(await one.run(programRequest('return 1'))).toMatchObject({ ok: false, code: 'cancelled' })
  })
})
