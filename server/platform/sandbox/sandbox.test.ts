import { afterAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '@/server/kernel/json'
import { createSandbox, type EvaluationRequest } from './index'

const sandbox = createSandbox({ threads: 2 })
afterAll(() => sandbox.close())

const MIB = 1024 * 1024

function request(source: string, more: Partial<EvaluationRequest> = {}): EvaluationRequest {
  return {
    orgId: 'org_a',
    mode: 'expression',
    source,
    scope: {},
    timeoutMs: 2_000,
    memoryBytes: 32 * MIB,
    ...more,
  }
}

const run = (source: string, more: Partial<EvaluationRequest> = {}) => sandbox.evaluate(request(source, more))
const program = (source: string, scope: JsonObject = {}) => run(source, { mode: 'program', scope })

describe('values', () => {
  it.each([
    ['1 + 1', 2],
    ['({ a: [1, "x", null, true] })', { a: [1, 'x', null, true] }],
    ['undefined', null],
    ['NaN', null],
    ['inputs.list.map((n) => n * 2)', [2, 4]],
    ['`${inputs.name}!`', 'Ada!'],
    ['inputs.missing ?? "none"', 'none'],
    ['new Date("2026-03-09T14:03:22Z").getTime()', 1773065002000],
    ['new Date(2026, 2, 9).toISOString()', '2026-03-09T00:00:00.000Z'],
    ['a // trailing comment', 7],
    ['"ünï→🚀".length', 6],
  ])('%s', async (source, expected) => {
    const scope = { inputs: { list: [1, 2], name: 'Ada' }, a: 7 }
    expect(await run(source, { scope })).toEqual({ ok: true, value: expected, logs: [] })
  })

  it('a program returns its value and may declare what it likes', async () => {
    const result = await program(
      'const inputs = [3, 1, 2]\nfunction sorted(list) { return list.toSorted() }\nreturn sorted(inputs)',
    )
    expect(result).toMatchObject({ ok: true, value: [1, 2, 3] })
  })

  it('a program without return gives null', async () => {
    expect(await program('1 + 1')).toMatchObject({ ok: true, value: null })
  })

  it('the time zone of the host does not show', async () => {
    expect(await run('new Date(0).getTimezoneOffset()')).toMatchObject({ value: 0 })
  })

  it('console goes to the log with its level, and not without bounds', async () => {
    const result = await program(
      'console.log("a", { b: 1 }, 2); console.warn("w"); for (let i = 0; i < 300; i++) console.log(i)',
    )
    expect(result.logs.slice(0, 2)).toEqual([
      { level: 'info', message: 'a {"b":1} 2' },
      { level: 'warn', message: 'w' },
    ])
    expect(result.logs).toHaveLength(201)
    expect(result.logs.at(-1)).toEqual({ level: 'warn', message: '102 more log lines were dropped.' })
    const long = await program('console.log("x".repeat(100000))')
    expect(long.logs[0]?.message).toHaveLength(4_001)
  })

  it('what was logged before a failure is kept', async () => {
    const result = await program('console.error("before")\nthrow new Error("boom")')
    expect(result).toEqual({
      ok: false,
      code: 'code_failed',
      message: 'boom',
      line: 2,
      logs: [{ level: 'error', message: 'before' }],
    })
  })
})

describe('failures are named and point at their line', () => {
  it.each([
    ['x.y', 'expression_failed', "ReferenceError: 'x' is not defined", 1],
    ['inputs.a.b', 'expression_failed', "TypeError: cannot read property 'b' of undefined", 1],
    ['(() => 1)', 'expression_failed', 'TypeError: The result is a function, not a JSON value.', undefined],
    [
      'Promise.resolve(1)',
      'expression_failed',
      'TypeError: The result is a promise; nothing can be awaited here.',
      undefined,
    ],
    ['10n', 'expression_failed', 'TypeError: Do not know how to serialize a BigInt', undefined],
    ['1 +', 'expression_failed', "SyntaxError: unexpected token in expression: ')'", 2],
    [
      'Date.now()',
      'expression_failed',
      'TypeError: Date.now() gives another value each time, so it is not available here.',
      1,
    ],
    [
      'new Date()',
      'expression_failed',
      'TypeError: new Date() gives another value each time, so it is not available here.',
      1,
    ],
    [
      'Math.random()',
      'expression_failed',
      'TypeError: Math.random() gives another value each time, so it is not available here.',
      1,
    ],
  ])('%s', async (source, code, message, line) => {
    const result = await run(source, { scope: { inputs: {} } })
    expect(result).toMatchObject({ ok: false, code, message })
    if (line !== undefined) expect(result).toMatchObject({ line })
  })

  it.each([
    ['throw new TypeError("no")', 'TypeError: no'],
    ['throw "text"', 'It threw text.'],
    ['throw null', 'It threw null.'],
    ['throw { why: 1 }', 'It threw {"why":1}.'],
    ['const a = {}; a.a = a; return a', 'TypeError: circular reference'],
  ])('a program that does: %s', async (source, message) => {
    expect(await program(source)).toMatchObject({ ok: false, code: 'code_failed', message })
  })

  it('the line is that of the source', async () => {
    const result = await program('const a = 1\nconst b = 2\n\nnull.x')
    expect(result).toMatchObject({ ok: false, line: 4 })
  })
})

describe('what would take the host down is stopped', () => {
  it.each([
    ['an endless loop', 'for (;;);'],
    ['an endless loop that catches', 'for (;;) { try { for (;;); } catch {} }'],
    ['catastrophic backtracking', 'return /^(a+)+$/.test("a".repeat(50) + "b")'],
    [
      'a long native sort',
      'const a = Array.from({ length: 400000 }, (_, i) => (i * 7919) % 400009); for (;;) a.sort((x, y) => x - y).reverse()',
    ],
    ['a getter that never ends, read while the result is written', 'return { get a() { for (;;); } }'],
    ['an error whose message never ends', 'throw { get message() { for (;;); } }'],
  ])('%s ends as a timeout', async (_, source) => {
    const result = await run(source, { mode: 'program', timeoutMs: 200, memoryBytes: 64 * MIB })
    expect(result).toMatchObject({ ok: false, code: 'timeout' })
  })

  it.each([
    ['a memory bomb', 'const a = []; for (;;) a.push([a.length, a.length])'],
    ['lists that each fit', 'const a = []; for (;;) a.push(new Array(400000).fill(0))'],
    ['a huge text', 'return "x".repeat(500000000).length'],
    ['a text that doubles', 'let s = "x"; for (;;) s += s'],
    ['a huge buffer', 'return new ArrayBuffer(900000000).byteLength'],
  ])('%s ends as memory_exceeded', async (_, source) => {
    const result = await run(source, { mode: 'program', timeoutMs: 10_000, memoryBytes: 16 * MIB })
    expect(result).toMatchObject({ ok: false, code: 'memory_exceeded' })
  })

  it('endless recursion is an error of the program', async () => {
    const result = await program('function f() { return f() + 1 }\nreturn f()')
    expect(result).toMatchObject({
      ok: false,
      code: 'code_failed',
      message: 'It called itself too deeply (stack overflow).',
      line: 1,
    })
  })

  it('deep recursion in parsing does not break the host', async () => {
    expect(await run(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)).toMatchObject({
      ok: false,
      code: 'expression_failed',
    })
    expect(await program(`return JSON.parse('['.repeat(100000) + ']'.repeat(100000))`)).toMatchObject({
      ok: false,
    })
    expect(await run('1 + 1')).toMatchObject({ ok: true, value: 2 })
  })

  it('a result above the limit is output_too_large', async () => {
    const result = await program('return "x".repeat(2000000)')
    expect(result).toEqual({
      ok: false,
      code: 'output_too_large',
      message: 'The result is larger than 1024 KiB.',
      logs: [],
    })
    expect(await program('return "é".repeat(600000)')).toMatchObject({ ok: false, code: 'output_too_large' })
  })

  it('a result nested without end is output_too_large', async () => {
    const result = await program('let deep = []; for (let i = 0; i < 300; i++) deep = [deep]; return deep')
    expect(result).toMatchObject({
      ok: false,
      code: 'output_too_large',
      message: 'The result is nested deeper than 200 levels.',
    })
  })

  it('others are served while one program is stuck', async () => {
    const stuck = run('(() => { for (;;); })()', { orgId: 'org_stuck', timeoutMs: 3_000 })
    let isStuckDone = false
    void stuck.then(() => {
      isStuckDone = true
    })
    for (let round = 0; round < 5; round++)
      expect(await run(`${round} + 1`)).toMatchObject({ ok: true, value: round + 1 })
    expect(isStuckDone).toBe(false)
    expect(await stuck).toMatchObject({ ok: false, code: 'timeout' })
  })
})

describe('there is no way out', () => {
  it.each([
    'typeof process',
    'typeof require',
    'typeof fetch',
    'typeof setTimeout',
    'typeof setInterval',
    'typeof queueMicrotask',
    'typeof module',
    'typeof Buffer',
    'typeof WebAssembly',
    'typeof std',
    'typeof os',
    'typeof Deno',
    'typeof XMLHttpRequest',
    'typeof performance',
    'typeof WeakRef',
    'typeof FinalizationRegistry',
    'typeof SharedArrayBuffer',
    'typeof Atomics',
  ])('%s is undefined', async (source) => {
    expect(await run(source)).toMatchObject({ ok: true, value: 'undefined' })
  })

  it.each([
    ['the constructor of a function', 'typeof (() => 1).constructor("return this")().process'],
    ['the constructor of scope values', 'typeof inputs.constructor.constructor("return process")'],
    ['the constructor of console', 'typeof console.log.constructor("return globalThis")().require'],
    ['eval', 'typeof (0, eval)("this").process'],
    [
      'the constructor of a caught host error',
      '(() => { try { null.x } catch (error) { return typeof error.constructor.constructor("return this")().process } })()',
    ],
  ])('not by %s', async (_, source) => {
    const result = await run(source, { scope: { inputs: {} } })
    expect(result.ok ? result.value : result.code).not.toBe('object')
    expect(JSON.stringify(result)).toMatch(/undefined|function/)
  })

  it('dynamic import finds nothing', async () => {
    const result = await program(
      'let seen = "pending"; import("node:fs").then(() => { seen = "loaded" }, () => { seen = "refused" }); return seen',
    )
    expect(result).not.toMatchObject({ value: 'loaded' })
  })

  it('the clock cannot be had through the constructor of a date', async () => {
    expect(await run('new (new Date(0).constructor)().getTime()')).toMatchObject({
      ok: false,
      code: 'expression_failed',
    })
    expect(await run('Object.getPrototypeOf(new Date(0)).constructor.now()')).toMatchObject({ ok: false })
  })

  it('scope values cannot be changed', async () => {
    expect(await program('inputs.list.push(3)', { inputs: { list: [1] } })).toMatchObject({
      ok: false,
      code: 'code_failed',
    })
    expect(await program('inputs.x = 1', { inputs: {} })).toMatchObject({ ok: false, code: 'code_failed' })
    expect(await program('globalThis.inputs = 1', { inputs: {} })).toMatchObject({
      ok: false,
      code: 'code_failed',
    })
  })

  it('changed prototypes are gone in the next evaluation', async () => {
    await program(
      'Object.prototype.stolen = 1; Array.prototype.map = () => "x"; JSON.stringify = () => "hacked"; globalThis.kept = 1',
    )
    expect(
      await run('({}).stolen === undefined && [1].map((n) => n + 1)[0] === 2 && typeof kept'),
    ).toMatchObject({ value: 'undefined' })
  })

  it('a program cannot forge how its result is written', async () => {
    const result = await program(
      'JSON.stringify = () => "hacked"; String.prototype.toJSON = () => 1; return { a: 1 }',
    )
    expect(result).toMatchObject({ ok: true, value: { a: 1 } })
  })

  it('a scope with a __proto__ key stays data', async () => {
    const scope = JSON.parse('{"inputs":{"__proto__":{"polluted":true}}}')
    expect(await run('({}).polluted === undefined && Object.keys(inputs).join()', { scope })).toMatchObject({
      value: '__proto__',
    })
  })
})

describe('the pool', () => {
  it('a cancelled evaluation ends at once, also in the queue', async () => {
    const controller = new AbortController()
    const one = createSandbox({ threads: 1 })
    const running = one.evaluate(
      request('(() => { for (;;); })()', { timeoutMs: 60_000, signal: controller.signal }),
    )
    const queued = one.evaluate(request('2', { signal: controller.signal }))
    const other = one.evaluate(request('3'))
    controller.abort()
    expect(await running).toMatchObject({ ok: false, code: 'cancelled' })
    expect(await queued).toMatchObject({ ok: false, code: 'cancelled' })
    expect(await other).toMatchObject({ ok: true, value: 3 })
    expect(await one.evaluate(request('1', { signal: controller.signal }))).toMatchObject({
      code: 'cancelled',
    })
    await one.close()
  })

  it('a queue of one org does not hold up another', async () => {
    const one = createSandbox({ threads: 2 })
    const order: string[] = []
    const note = (name: string) => () => order.push(name)
    const hog = Array.from({ length: 6 }, (_, index) =>
      one
        .evaluate(request('(() => { for (let i = 0; i < 3e5; i++); return 1 })()', { orgId: 'org_hog' }))
        .then(note(`hog${index}`)),
    )
    const guest = one.evaluate(request('1', { orgId: 'org_guest' })).then(note('guest'))
    await Promise.all([...hog, guest])
    expect(order.indexOf('guest')).toBeLessThan(order.indexOf('hog5'))
    await one.close()
  })

  it('orgs that share one thread never see each other', async () => {
    const one = createSandbox({ threads: 1 })
    for (let round = 0; round < 6; round++) {
      const result = await one.evaluate(
        request('typeof leak + (globalThis.leak = inputs)', {
          orgId: `org_${round % 2}`,
          scope: { inputs: `s${round}` },
        }),
      )
      expect(result).toMatchObject({ ok: true, value: `undefineds${round}` })
    }
    await one.close()
  })

  it('an idle thread ends and the next evaluation starts a new one', async () => {
    const one = createSandbox({ threads: 1, idleMs: 1 })
    expect(await one.evaluate(request('1'))).toMatchObject({ value: 1 })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await one.evaluate(request('2'))).toMatchObject({ value: 2 })
    await one.close()
  })

  it('a closed sandbox refuses', async () => {
    const one = createSandbox()
    const running = one.evaluate(request('(() => { for (;;); })()', { timeoutMs: 60_000 }))
    await one.close()
    expect(await running).toMatchObject({ ok: false, code: 'cancelled' })
    expect(await one.evaluate(request('1'))).toMatchObject({ ok: false, code: 'cancelled' })
  })
})
