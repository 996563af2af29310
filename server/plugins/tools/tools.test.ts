import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { JsonValue } from '@/server/kernel/json'
import { builtInTools } from './index'
import { defineTool } from './tool'
import { createToolPort } from './tool-port'

const CALLER = { orgId: 'org_1', projectId: 'prj_1', runId: 'run_1', path: 'step', attempt: 1 }
const port = createToolPort({ tools: builtInTools, now: () => new Date('2026-03-29T00:59:30.500Z') })
const call = (name: string, input: JsonValue = {}) =>
  port.call(CALLER, name, input, new AbortController().signal)

describe('a call', () => {
  test('of a tool that is not there names the nearest, or all', async () => {
    expect(await call('time.nov')).toEqual({
      ok: false,
      code: 'unknown_tool',
      message: 'There is no tool "time.nov". Did you mean "time.now"?',
      retryable: false,
    })
    expect(await call('browser')).toMatchObject({
      message: expect.stringContaining('There are: crypto.hash, crypto.hmac, random.number'),
    })
  })

  test.each([
    ['random.number', { max: 'many' }, /^The input does not fit the tool random\.number\. max: /],
    ['random.number', { min: 2, max: 1 }, /max: It is smaller than min\./],
    ['random.number', { min: -(2 ** 52), max: 2 ** 52 }, /max: It is too far from min\./],
    ['time.now', { zone: 'Europe/Nowhere' }, /zone: Expected a time zone such as Europe\/Berlin/],
    ['random.uuid', { size: 3 }, /size/],
    ['crypto.hash', 'text', /expected object/i],
    ['crypto.hmac', { text: 'a', key: 'not base64!', keyEncoding: 'base64' }, /key: It is not Base64/],
    ['crypto.hmac', { text: 'a', key: 'abc', keyEncoding: 'hex' }, /key: It is not written in pairs/],
    ['text.diff', { before: 'a'.repeat(300_000), after: '' }, /before: A text to compare has at most/],
  ])('of %s with %o is refused, and says where it does not fit', async (name, input, message) => {
    expect(await call(name, input)).toMatchObject({
      ok: false,
      code: 'invalid_input',
      retryable: false,
      message: expect.stringMatching(message),
    })
  })

  test('gives the tool who asks, when, and the signal that ends it', async () => {
    const seen: unknown[] = []
    const spy = defineTool({
      name: 'test.spy',
      title: 'Spy',
      docs: '',
      input: z.strictObject({ n: z.int().default(3) }),
      output: z.int(),
      async run({ n }, context) {
        seen.push(context)
        return { ok: true, output: n }
      },
    })
    const signal = AbortSignal.abort()
    const now = new Date()
    const spied = createToolPort({ tools: [spy], now: () => now })
    expect(await spied.call(CALLER, 'test.spy', {}, signal)).toEqual({ ok: true, output: 3 })
    expect(seen).toEqual([{ caller: CALLER, now, signal }])
  })

  test('cannot be of two tools with one name', () => {
    const [first] = builtInTools
    expect(() => createToolPort({ tools: first ? [first, first] : [] })).toThrow('Two tools are named')
  })
})

describe('every built-in tool', () => {
  test.each(builtInTools.map((tool) => [tool.name, tool] as const))(
    '%s has an example in its docs that names it, and shapes that are JSON Schema',
    (name, { title, docs, input, output }) => {
      expect(title).toMatch(/^[A-Z]/)
      expect(docs).toMatch(new RegExp(`\`\`\`yaml[\\s\\S]*use: ${name}\\b[\\s\\S]*\`\`\``))
      expect(() => [z.toJSONSchema(input, { io: 'input' }), z.toJSONSchema(output)]).not.toThrow()
    },
  )

  test.each([
    ['time.now', {}],
    ['random.uuid', {}],
    ['random.number', { max: 3 }],
    ['crypto.hash', { text: '' }],
    ['crypto.hmac', { text: '', key: 'k' }],
    ['text.diff', { before: 'a', after: 'b' }],
  ])('%s gives what its output says', async (name, input) => {
    const result = await call(name, input)
    const tool = builtInTools.find((candidate) => candidate.name === name)
    expect(result.ok && tool?.output.safeParse(result.output).success).toBe(true)
  })
})

describe('time.now', () => {
  test('gives the instant, and what a clock shows there, also in the hour that summer time skips', async () => {
    expect(await call('time.now', { zone: 'Europe/Berlin' })).toEqual({
      ok: true,
      output: {
        iso: '2026-03-29T00:59:30.500Z',
        epochMs: 1_774_745_970_500,
        zone: 'Europe/Berlin',
        date: '2026-03-29',
        time: '01:59:30',
        weekday: 'Sunday',
        offset: '+01:00',
      },
    })
    const summer = createToolPort({ tools: builtInTools, now: () => new Date('2026-03-29T01:00:00Z') })
    expect(
      await summer.call(CALLER, 'time.now', { zone: 'Europe/Berlin' }, AbortSignal.abort()),
    ).toMatchObject({
      output: { time: '03:00:00', offset: '+02:00' },
    })
  })

  test('is in UTC unless told otherwise', async () => {
    expect(await call('time.now')).toMatchObject({
      output: { time: '00:59:30', offset: '+00:00', zone: 'UTC' },
    })
  })

  test('shows midnight as 00', async () => {
    const midnight = createToolPort({ tools: builtInTools, now: () => new Date('2026-01-01T00:00:00Z') })
    expect(await midnight.call(CALLER, 'time.now', {}, AbortSignal.abort())).toMatchObject({
      output: { time: '00:00:00', date: '2026-01-01' },
    })
  })
})

describe('random', () => {
  test('numbers stay within their bounds and reach both', async () => {
    const drawn = await Promise.all(
      Array.from({ length: 200 }, () => call('random.number', { min: -1, max: 1 })),
    )
    expect([...new Set(drawn.map((result) => result.ok && result.output))].sort()).toEqual([-1, 0, 1])
    expect(await call('random.number', { min: 7, max: 7 })).toMatchObject({ output: 7 })
  })

  test('UUIDs differ', async () => {
    expect(await call('random.uuid')).not.toEqual(await call('random.uuid'))
  })
})

describe('crypto', () => {
  // FIPS 180-2, RFC 1321, RFC 4231, and openssl for the one with an umlaut.
  test.each([
    [{ text: 'abc' }, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [{ text: 'abc', algorithm: 'sha1' }, 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    [{ text: 'abc', algorithm: 'md5', encoding: 'base64' }, 'kAFQmDzST7DWlj99KOF/cg=='],
    [{ text: 'ü', encoding: 'base64url' }, 'YHR0ykdalyTXNgq6caVtXfd-YTUOP3JM-h9G6Ffi2F8'],
  ])('hash of %o', async (input, output) => {
    expect(await call('crypto.hash', input)).toEqual({ ok: true, output })
  })

  test.each([
    [
      { text: 'what do ya want for nothing?', key: 'Jefe' },
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      { text: 'Hi There', key: '0b'.repeat(20), keyEncoding: 'hex' },
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      { text: 'Hi There', key: Buffer.alloc(20, 0x0b).toString('base64'), keyEncoding: 'base64' },
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
  ])('hmac of %o', async (input, output) => {
    expect(await call('crypto.hmac', input)).toEqual({ ok: true, output })
  })
})

describe('text.diff', () => {
  test('gives a unified diff and counts its lines, also such as look like its head', async () => {
    const before = 'one\n-- before\ntwo\nthree\n'
    const after = 'one\ntwo\nfour\n++ after\nthree\n'
    const result = await call('text.diff', { before, after, context: 0 })
    expect(result).toMatchObject({ ok: true, output: { added: 2, removed: 1 } })
    expect(result.ok && result.output).toMatchObject({
      patch: expect.stringMatching(/^--- before\n\+\+\+ after\n@@ -2,1 \+1,0 @@\n--- before\n/m),
    })
  })

  test('of equal texts is empty', async () => {
    expect(await call('text.diff', { before: 'a', after: 'a' })).toEqual({
      ok: true,
      output: { patch: '', added: 0, removed: 0 },
    })
  })

  test('gives up on texts that would hold up everything else', async () => {
    const lines = (word: string) =>
      Array.from({ length: 20_000 }, (_, at) => `${word}${(at * 7_919) % 20_011}`)
    const input = { before: lines('a').join('\n'), after: lines('b').join('\n') }
    expect(await call('text.diff', input)).toMatchObject({
      ok: false,
      message: expect.stringContaining('too little in common'),
    })
  })
})
