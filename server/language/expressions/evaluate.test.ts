import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { SandboxPort, SandboxRequest } from '@/server/language/contracts'
import {
  createSecretMarkers,
  evaluateCondition,
  evaluateText,
  evaluateValue,
  readPath,
  resolvePath,
} from './index'

/** Expressions really run, in a context of their own; and every request is kept. */
function memorySandbox(): SandboxPort & { requests: SandboxRequest[] } {
  const requests: SandboxRequest[] = []
  return {
    requests,
    async evaluate(request) {
      requests.push(request)
      try {
        const value: unknown = runInNewContext(`(${request.source})`, { ...request.scope })
        return { ok: true, value: JSON.parse(JSON.stringify(value) ?? 'null'), logs: [] }
      } catch (error) {
        return { ok: false, code: 'expression_failed', message: String(error), logs: [] }
      }
    },
  }
}

const scope: JsonObject = {
  inputs: { name: 'Ada', list: [1, 2], nested: { a: { b: null } }, empty: '' },
  steps: {
    one: { status: 'succeeded', output: { text: 'T', n: 0 } },
    two: { status: 'skipped' },
    big: { output: 'x' },
  },
}

function context() {
  const sandbox = memorySandbox()
  return { sandbox, scope, orgId: 'org_a', secrets: createSecretMarkers(() => 'nonce_0123456789abcdef') }
}

describe('texts', () => {
  it.each<[string, JsonValue]>([
    ['plain', 'plain'],
    ['${{ inputs.list }}', [1, 2]],
    ['${{ steps.one.output.n }}', 0],
    ['n=${{ steps.one.output.n }}', 'n=0'],
    ['list ${{ inputs.list }} and ${{ inputs.nested }}', 'list [1,2] and {"a":{"b":null}}'],
    ['[${{ inputs.nested.a.b }}]', '[]'],
    ['[${{ inputs.missing }}]', '[]'],
    ['${{ inputs.missing }}', null],
    ['${{ inputs.list.length }}', 2],
    ['${{ inputs.name.length }}', 3],
    ['${{ inputs.list[1] + 1 }}', 3],
    ['${{ inputs.list.map((n) => n * 2) }}', [2, 4]],
    ['Hi ${{ inputs.name.toUpperCase() }}', 'Hi ADA'],
    ['${{ steps["one"].output.text }}', 'T'],
    ['${{ inputs.missing ?? "none" }}', 'none'],
    ['${{ inputs.nested.a.b?.c }}', null],
  ])('%s', async (text, value) => {
    expect(await evaluateText(text, context())).toEqual({ ok: true, value })
  })

  it('a plain path does not need the sandbox', async () => {
    const own = context()
    await evaluateText('${{ steps.one.output.text }}', own)
    expect(own.sandbox.requests).toEqual([])
  })

  it('an expression travels only with what it reads', async () => {
    const own = context()
    await evaluateText('${{ steps.one.output.n + 1 }}', own)
    expect(own.sandbox.requests[0]?.scope).toEqual({
      steps: { one: { status: 'succeeded', output: { text: 'T', n: 0 } } },
    })
    await evaluateText('${{ steps[inputs.name]?.output ?? 1 }}', own)
    expect(Object.keys(own.sandbox.requests[1]?.scope ?? {})).toEqual(['steps', 'inputs'])
    expect(own.sandbox.requests[1]?.orgId).toBe('org_a')
  })

  it("inherited names are JavaScript's business", async () => {
    expect(await evaluateText('${{ typeof inputs.constructor }}', context())).toEqual({
      ok: true,
      value: 'function',
    })
    expect(resolvePath(['inputs', 'toString'], scope)).toEqual({ kind: 'inherited' })
    expect(resolvePath(['inputs', 'name', 'trim'], scope)).toEqual({ kind: 'inherited' })
  })
})

describe('failures name the expression, the place and the reason', () => {
  it.each([
    [
      '${{ inputs.missing.a }}',
      'The expression `inputs.missing.a` in `url` failed: `inputs.missing` is undefined, so it has no `a`.',
    ],
    [
      'x ${{ steps.two.output.text }}',
      'The expression `steps.two.output.text` in `url` failed: `steps.two.output` is undefined, so it has no `text`. Step `two` is skipped.',
    ],
    [
      '${{ inputs.nested.a.b.c.d }}',
      'The expression `inputs.nested.a.b.c.d` in `url` failed: `inputs.nested.a.b` is null, so it has no `c`.',
    ],
    ['${{ boom() }}', 'The expression `boom()` in `url` failed: ReferenceError: boom is not defined'],
    ['${{ a + }}', 'The expression `${{ a + }}` in `url` failed: Unexpected token.'],
  ])('%s', async (text, message) => {
    const result = await evaluateText(text, context(), 'url')
    expect(result).toMatchObject({
      ok: false,
      failure: { code: 'expression_failed', message, retryable: false },
    })
  })

  it('inside a configuration the place is the way there', async () => {
    const result = await evaluateValue({ headers: { list: ['a', '${{ nope }}'] } }, context())
    expect(result).toMatchObject({
      ok: false,
      failure: { details: { at: 'headers.list.1', expression: 'nope' } },
    })
  })
})

describe('values', () => {
  it('every text of a configuration is evaluated, and nothing else changes', async () => {
    const value = { a: 1, b: null, c: ['${{ inputs.name }}', { d: true, e: 'x${{ inputs.list[0] }}' }] }
    expect(await evaluateValue(value, context())).toEqual({
      ok: true,
      value: { a: 1, b: null, c: ['Ada', { d: true, e: 'x1' }] },
    })
  })

  it('what an expression gives is not evaluated again', async () => {
    const own = { ...context(), scope: { inputs: { evil: '${{ secrets.TOKEN }}' } } }
    expect(await evaluateText('${{ inputs.evil }}', own)).toEqual({ ok: true, value: '${{ secrets.TOKEN }}' })
    expect(await evaluateText('a ${{ inputs.evil }}', own)).toEqual({
      ok: true,
      value: 'a ${{ secrets.TOKEN }}',
    })
  })
})

describe('conditions', () => {
  it.each([
    ['inputs.list.length == 2', true],
    ['inputs.empty', false],
    ['inputs.name', true],
    ['inputs.missing', false],
    ['${{ inputs.name == "Ada" }}', true],
    ['true', true],
  ])('%s is %s', async (source, value) => {
    expect(await evaluateCondition(source, context())).toEqual({ ok: true, value })
  })

  it('a broken one fails', async () => {
    expect(await evaluateCondition('a +', context(), 'if')).toMatchObject({
      ok: false,
      failure: { details: { at: 'if' } },
    })
  })
})

describe('secrets', () => {
  it('an expression sees a marker, not the value', async () => {
    const own = context()
    const result = await evaluateText('Bearer ${{ secrets.TOKEN }}', own)
    expect(result).toEqual({ ok: true, value: `Bearer ${own.secrets.markerOf('TOKEN')}` })
    await evaluateText('${{ "x" + secrets.TOKEN }}', own)
    expect(own.sandbox.requests[0]?.scope).toEqual({ secrets: { TOKEN: own.secrets.markerOf('TOKEN') } })
  })

  it('without markers they cannot be read', async () => {
    const { secrets: _, ...own } = context()
    expect(await evaluateText('${{ secrets.TOKEN }}', own)).toMatchObject({ ok: false })
  })
})

describe('paths', () => {
  it.each([
    ['a', ['a']],
    ['a.b[0].c', ['a', 'b', 0, 'c']],
    ['a["b c"]', ['a', 'b c']],
    ['a?.b', undefined],
    ['a[b]', undefined],
    ['a()', undefined],
    ['a[-1]', undefined],
    ['1', undefined],
    ['a.b +', undefined],
  ])('%s', (source, path) => {
    expect(readPath(source)).toEqual(path)
  })

  it('own fields named like inherited ones are read', () => {
    expect(resolvePath(['constructor'], { constructor: 1 })).toEqual({ kind: 'value', value: 1 })
    const hostile: JsonObject = JSON.parse('{"__proto__":{"a":1}}')
    expect(resolvePath(['__proto__', 'a'], hostile)).toEqual({ kind: 'value', value: 1 })
    expect(resolvePath(['__proto__'], {})).toEqual({ kind: 'inherited' })
  })
})

describe('an expression whose time is over', () => {
  /** The first computations are starved. */
  function starved(times: number) {
    const calm = context()
    let asked = 0
    const sandbox: SandboxPort = {
      evaluate(request) {
        asked += 1
        expect(request.timeoutMs).toBe(asked === 1 ? 100 : 1_000)
        if (asked > times) return calm.sandbox.evaluate(request)
        return Promise.resolve({ ok: false, code: 'timeout', message: 'It did not finish.', logs: [] })
      },
    }
    return { evaluation: { ...calm, sandbox }, asked: () => asked }
  }

  it('is computed once more, as a starved machine is not its fault', async () => {
    const { evaluation } = starved(1)
    expect(await evaluateText('${{ inputs.list.length + 1 }}', evaluation)).toEqual({ ok: true, value: 3 })
  })

  it('fails when that does not help', async () => {
    const { evaluation, asked } = starved(2)
    const result = await evaluateText('${{ inputs.list.length + 1 }}', evaluation)
    expect(result).toMatchObject({ ok: false, failure: { code: 'timeout' } })
    expect(asked()).toBe(2)
  })
})
