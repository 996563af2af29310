import { describe, expect, it } from 'vitest'
import type { JsonValue } from '@/server/kernel/json'
import type { SandboxPort, StepKindName } from '@/server/language/contracts'
import { createSecretMarkers } from '../expressions'
import { evaluateConfig, forEachKind, httpKind } from './index'

const noSandbox: SandboxPort = {
  evaluate: async () => ({ ok: false, code: 'expression_failed', message: 'No sandbox here.', logs: [] }),
}
const secrets = createSecretMarkers(() => 'nonce_0123456789abcdef')
const context = {
  scope: { inputs: { n: 5, text: '1h', list: [1, 2], form: 'x', url: 'https://a.example' } },
  sandbox: noSandbox,
  orgId: 'org_a',
  secrets,
}

const evaluate = (kind: StepKindName, config: JsonValue) => evaluateConfig({ kind, config }, context)

describe('an evaluated configuration', () => {
  it('of http is what the step gets, defaults and units settled', async () => {
    const config = {
      url: '${{ inputs.url }}/b',
      headers: { N: '${{ inputs.n }}' },
      auth: { bearer: '${{ secrets.KEY }}' },
      query: { q: '${{ inputs.list }}' },
    }
    const result = await evaluate('http', config)
    expect(result).toMatchObject({
      ok: true,
      written: { url: 'https://a.example/b', headers: { N: 5 } },
      config: {
        method: 'GET',
        url: 'https://a.example/b',
        headers: { N: '5' },
        query: { q: ['1', '2'] },
        auth: { bearer: secrets.markerOf('KEY') },
        expectStatus: ['2xx'],
        timeoutMs: 30_000,
        maxResponseBytes: 1_048_576,
        followRedirects: true,
      },
    })
    expect(httpKind.schema.parse({ url: 'x', expect: { status: 404 }, timeout: '5s' })).toMatchObject({
      expectStatus: [404],
      timeoutMs: 5_000,
    })
  })

  it('leaves code and conditions as they are', async () => {
    expect(await evaluate('code', 'return `${{ a: inputs.n }.a}`')).toMatchObject({
      ok: true,
      config: { source: 'return `${{ a: inputs.n }.a}`', timeoutMs: 5_000, memoryBytes: 67_108_864 },
    })
    expect(await evaluate('code', { source: '${{ x', timeout: '${{ inputs.n }}s' })).toMatchObject({
      ok: true,
      config: { source: '${{ x', timeoutMs: 5_000 },
    })
    expect(await evaluate('assert', [{ that: 'a > ${{', message: '${{ inputs.n }}' }])).toMatchObject({
      ok: true,
      config: { checks: [{ that: 'a > ${{', message: '${{ inputs.n }}' }] },
    })
  })

  it('of control kinds comes without their steps', async () => {
    expect(await evaluate('forEach', { items: '${{ inputs.list }}', as: 'one' })).toEqual({
      ok: true,
      written: { items: [1, 2], as: 'one' },
      config: { items: [1, 2], as: 'one', maxConcurrency: 10, onItemError: 'fail' },
    })
    expect(await evaluate('parallel', {})).toMatchObject({ ok: true, config: { join: 'all' } })
    expect(forEachKind.schema.safeParse({ items: [] }).success).toBe(false)
  })

  it('of an approval has its form prefilled', async () => {
    const form = { type: 'object', properties: { a: { type: 'string', default: '${{ inputs.form }}' } } }
    expect(
      await evaluate('approval', { title: 'Go ${{ inputs.n }}?', form, timeout: '${{ inputs.text }}' }),
    ).toMatchObject({
      ok: true,
      config: {
        title: 'Go 5?',
        form: { properties: { a: { default: 'x' } } },
        timeoutMs: 3_600_000,
        onTimeout: 'fail',
        approvers: {
          quorum: 1,
          allowSelf: true,
          roles: ['owner', 'admin', 'builder', 'operator', 'approver'],
        },
      },
    })
  })

  it.each<[StepKindName, JsonValue, string]>([
    [
      'forEach',
      { items: '${{ inputs.text }}' },
      'The `forEach` step cannot run with these values. `items`: Expected a list, or an expression that gives one.',
    ],
    [
      'wait',
      { for: '${{ inputs.list }}' },
      'The `wait` step cannot run with these values. `for`: Expected a duration such as `30s` or `1h30m`.',
    ],
    [
      'http',
      { url: '${{ inputs.missing }}' },
      'The `http` step cannot run with these values. `url`: Invalid input: expected string, received null',
    ],
  ])('that does not fit fails the step: %s', async (kind, config, message) => {
    expect(await evaluate(kind, config)).toMatchObject({
      ok: false,
      failure: { code: 'invalid_config', message, retryable: false },
    })
  })

  it('with a failing expression names its place', async () => {
    expect(await evaluate('http', { url: 'x', headers: { A: '${{ inputs.a.b }}' } })).toMatchObject({
      ok: false,
      failure: { code: 'expression_failed', details: { at: 'headers.A' } },
    })
    expect(await evaluate('set', { a: ['${{ boom() }}'] })).toMatchObject({
      ok: false,
      failure: { details: { at: 'a[0]' } },
    })
  })
})
