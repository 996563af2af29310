import { describe, expect, it } from 'vitest'
import { checkWorkflow, evaluateConfig, KINDS } from './index'

const HEAD = `version: 1
name: sample
inputs: { n: { type: integer }, list: { type: array }, text: { type: string }, any: {} }
steps:
`
const step = (body: string) => `  - id: it\n    ${body.replaceAll('\n', '\n    ')}\n`

/** Problems as `code: what is pointed at`. */
function told(steps: string): string[] {
  const source = HEAD + steps
  const lines = source.split('\n')
  return checkWorkflow(source).problems.map(({ code, line, column, endColumn }) => {
    return `${code}: ${lines[line - 1]?.slice(column - 1, endColumn - 1)}`
  })
}

describe('each kind takes what it should', () => {
  it.each([
    'workflow: { use: other }',
    'workflow: { use: "${{ inputs.text }}", version: 3, inputs: { a: "${{ inputs.any }}" }, detach: true }',
    'workflow: { use: other, version: production }\nretry: { attempts: 3 }',
    'wait: { until: 2026-12-24 }',
    'wait: { until: "2026-12-24T18:00:00+01:00" }',
    'wait: { until: "${{ inputs.text }}T08:00:00Z" }',
    'wait: { event: { name: order.paid } }',
    'wait: { event: { name: "a/${{ inputs.n }}", match: event.data.n == inputs.n && event.name != event.id, timeout: 2d, onTimeout: continue } }',
    'wait: { event: { name: a, match: true } }',
    'emit: { name: order.shipped }',
    'emit: { name: "a:b/c-d_e.${{ inputs.n }}", data: { list: [1, "${{ inputs.any }}"] } }',
    'fail: "No ${{ inputs.n }}."',
    'fail: { message: No, code: not_ok, details: { n: "${{ inputs.n }}" } }',
    'tool: { use: clock }',
    'tool: { use: clock, input: { zone: "${{ inputs.text }}", list: [1] } }',
    'shell: { run: [git, clone, "${{ inputs.text }}", 1, true] }',
    'shell: { script: "ls | wc -l", shell: bash, env: { A: 1, B: "${{ secrets.KEY }}" }, stdin: "${{ secrets.KEY }}", successCodes: [0, 2], maxOutputKb: 10240 }',
    'code: { source: "return { steps: [] }", dynamic: true }',
    'code: "const { body } = await http({ url: inputs.text, auth: { bearer: secrets.KEY } })\\nreturn body"',
  ])('%s', (body) => {
    expect(told(step(body))).toEqual([])
  })
})

describe('each kind refuses what it should', () => {
  it.each([
    ['workflow: {}', 'required: workflow'],
    ['workflow: { use: My Flow }', 'invalid_value: My Flow'],
    ['workflow: { use: a, version: 0 }', 'invalid_value: 0'],
    ['workflow: { use: a, version: 1.5 }', 'wrong_type: 1.5'],
    ['workflow: { use: a, version: "" }', 'invalid_value: ""'],
    ['workflow: { use: a, inputs: [1] }', 'wrong_type: inputs'],
    ['workflow: { use: a, detach: 5 }', 'wrong_type: 5'],
    ['workflow: { use: a, inputs: { k: "${{ secrets.KEY }}" } }', 'secret_not_allowed: secrets.KEY'],
    ['wait: {}', 'invalid_value: wait'],
    ['wait: { for: 1s, until: 2026-12-24 }', 'invalid_value: wait'],
    ['wait: { until: tomorrow }', 'invalid_date: tomorrow'],
    ['wait: { until: 2026-02-30 }', 'invalid_date: 2026-02-30'],
    ['wait: { until: "2026-12-24T18:00:00" }', 'invalid_date: "2026-12-24T18:00:00"'],
    ['wait: { until: 2026 }', 'wrong_type: 2026'],
    ['wait: { event: {} }', 'required: event'],
    ['wait: { event: { name: "a b" } }', 'invalid_value: "a b"'],
    [`wait: { event: { name: ${'a'.repeat(101)} } }`, `invalid_value: ${'a'.repeat(101)}`],
    ['wait: { event: { name: a, match: data.n } }', 'unknown_name: data'],
    ['wait: { event: { name: a, match: event.dat } }', 'unknown_field: dat'],
    ['wait: { event: { name: a, onTimeout: stop } }', 'invalid_value: stop'],
    ['wait: { event: { name: "${{ event.name }}" } }', 'unknown_name: event'],
    ['emit: {}', 'required: emit'],
    ['emit: order', 'wrong_type: order'],
    ['emit: { name: "" }', 'invalid_value: ""'],
    ['emit: { name: a, data: "${{ secrets.KEY }}" }', 'secret_not_allowed: secrets.KEY'],
    ['fail:', 'wrong_type: fail'],
    ['fail: ""', 'invalid_value: ""'],
    ['fail: {}', 'required: fail'],
    ['fail: { message: x, code: Not OK }', 'invalid_value: Not OK'],
    ['fail: { message: x, detail: {} }', 'unknown_key: detail'],
    ['fail: x\nretry: { attempts: 2 }', 'retry_not_allowed: retry'],
    ['tool: {}', 'required: tool'],
    ['tool: { use: "" }', 'invalid_value: ""'],
    ['tool: { use: a, input: 5 }', 'wrong_type: 5'],
    ['shell: {}', 'invalid_value: shell'],
    ['shell: ls', 'wrong_type: ls'],
    ['shell: { run: [a], script: b }', 'invalid_value: shell'],
    ['shell: { run: [] }', 'invalid_value: run'],
    ['shell: { run: [""] }', 'invalid_value: run'],
    ['shell: { run: [a], shell: bash }', 'invalid_value: bash'],
    ['shell: { script: ls, shell: zsh }', 'invalid_value: zsh'],
    ['shell: { script: ls, env: { A-B: 1 } }', 'invalid_key: A-B'],
    ['shell: { script: ls, successCodes: [256] }', 'invalid_value: 256'],
    ['shell: { script: ls, maxOutputKb: 20000 }', 'invalid_value: 20000'],
    ['shell: { run: [curl, "${{ secrets.KEY }}"] }', 'secret_not_allowed: secrets.KEY'],
    ['shell: { script: "echo ${{ secrets.KEY }}" }', 'secret_not_allowed: secrets.KEY'],
    ['code: { source: "return 1", dynamic: maybe }', 'wrong_type: maybe'],
    ['code: return secrets', 'secret_not_allowed: secrets'],
  ])('%s', (body, problem) => {
    expect(told(step(body))).toEqual([problem])
  })

  it('a secret in a command is told where it belongs', () => {
    const source = `${HEAD}${step('shell: { run: [curl, "${{ secrets.KEY }}"] }')}`
    expect(checkWorkflow(source).problems[0]?.message).toBe(
      'Arguments and scripts show in process lists, so a secret cannot stand here. Put it in `env` or `stdin`.',
    )
  })
})

describe('what the kinds give is known to later steps', () => {
  it.each([
    ['workflow: { use: a, detach: true }', 'runId', 'runid'],
    ['wait: { event: { name: a } }', 'data.anything', 'dat'],
    ['emit: { name: a }', 'at', 'data'],
    ['shell: { script: ls }', 'stdout', 'out'],
  ])('%s', (body, known, unknown) => {
    const reading = (field: string) => `  - id: after\n    set: { v: "\${{ steps.it.output.${field} }}" }\n`
    expect(told(step(body) + reading(known))).toEqual([])
    expect(told(step(body) + reading(unknown))).toEqual([`unknown_field: ${unknown}`])
  })

  it.each(['workflow: { use: a }', 'tool: { use: a }', 'code: { source: "return 1", dynamic: true }'])(
    'anything may come of %s',
    (body) => {
      expect(told(`${step(body)}  - id: after\n    set: { v: "\${{ steps.it.output.any }}" }\n`)).toEqual([])
    },
  )

  it('a wait that goes on without its event gives nothing', () => {
    const steps = `${step('wait: { event: { name: a, timeout: 1h, onTimeout: continue } }')}  - id: after\n    set: { v: "\${{ steps.it.output.data }}" }\n`
    expect(told(steps)).toEqual(['may_be_absent: data'])
  })
})

describe('what the kinds are run with', () => {
  const sandbox = { evaluate: () => Promise.reject(new Error('Nothing here needs the sandbox.')) }
  const scope = { inputs: { n: 5, day: '2026-12-24' }, steps: {} }

  async function configOf(body: string): Promise<unknown> {
    const source = `version: 1\nname: a\ninputs: { n: {}, day: {} }\nsteps:\n${step(body)}`
    const checked = checkWorkflow(source)
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
    const [first] = checked.definition.steps
    if (first === undefined) throw new Error('There is no step.')
    const result = await evaluateConfig(first, { scope, sandbox, orgId: 'org_a' })
    return result.ok ? result.config : result.failure
  }

  const S = '[{ id: inner, set: { a: 1 } }]'
  it.each<[string, unknown]>([
    [
      `switch: { value: "\${{ inputs.n }}", cases: { 5: ${S} }, default: [{ id: d, set: { a: 1 } }] }`,
      { kind: 'value', value: 5, names: ['5'], hasDefault: true },
    ],
    [
      `switch: { cases: [{ when: true, steps: ${S} }, { when: inputs.n > 1, name: b, steps: [{ id: d, set: { a: 1 } }] }] }`,
      {
        kind: 'when',
        cases: [
          { name: 'case1', when: 'true' },
          { name: 'b', when: 'inputs.n > 1' },
        ],
        hasDefault: false,
      },
    ],
    [`loop: { until: loop.index > 2, steps: ${S} }`, { until: 'loop.index > 2', maxIterations: 100 }],
    [
      `loop: { while: true, maxIterations: "\${{ inputs.n }}", steps: ${S} }`,
      { while: 'true', maxIterations: 5 },
    ],
    ['wait: { for: 1m }', { kind: 'for', durationMs: 60_000 }],
    ['wait: { for: 0s }', { kind: 'for', durationMs: 0 }],
    ['wait: { until: "${{ inputs.day }}" }', { kind: 'until', at: '2026-12-24T00:00:00.000Z' }],
    ['wait: { until: "2026-12-24T18:00:00+01:00" }', { kind: 'until', at: '2026-12-24T17:00:00.000Z' }],
    ['wait: { until: "${{ inputs.n }}" }', { code: 'invalid_config' }],
    ['wait: { until: "day ${{ inputs.n }}" }', { code: 'invalid_config' }],
    ['wait: { event: { name: "a.${{ inputs.n }}" } }', { kind: 'event', name: 'a.5', onTimeout: 'fail' }],
    [
      'wait: { event: { name: a, match: event.data, timeout: 1h, onTimeout: continue } }',
      { kind: 'event', name: 'a', match: 'event.data', timeoutMs: 3_600_000, onTimeout: 'continue' },
    ],
    ['emit: { name: a }', { name: 'a', data: null }],
    ['fail: "No ${{ inputs.n }}"', { message: 'No 5', code: 'failed' }],
    [
      'fail: { message: No, details: { n: "${{ inputs.n }}" } }',
      { message: 'No', code: 'failed', details: { n: 5 } },
    ],
    ['tool: { use: clock }', { use: 'clock', input: {} }],
    ['workflow: { use: a }', { use: 'a', inputs: {}, isDetached: false }],
    [
      'workflow: { use: a, version: live, detach: true }',
      { use: 'a', version: 'live', inputs: {}, isDetached: true },
    ],
    [
      'shell: { run: [echo, "${{ inputs.n }}"] }',
      { argv: ['echo', '5'], env: {}, successCodes: [0], maxOutputBytes: 1_048_576 },
    ],
    [
      'shell: { script: ls, stdin: x, maxOutputKb: 1 }',
      { argv: ['sh', '-eu', '-c', 'ls'], env: {}, stdin: 'x', successCodes: [0], maxOutputBytes: 1_024 },
    ],
    ['shell: { script: ls, shell: bash }', { argv: ['bash', '--norc', '-euo', 'pipefail', '-c', 'ls'] }],
    ['code: { source: return 1, dynamic: true }', { isDynamic: true, timeoutMs: 5_000 }],
    ['code: return 1', { source: 'return 1', isDynamic: false }],
  ])('%s', async (body, expected) => {
    expect(await configOf(body)).toMatchObject(expected as object)
  })
})

describe('every kind', () => {
  it.each(Object.values(KINDS))('$name has its own name, a title and a documentation', (kind) => {
    expect(KINDS[kind.name]).toBe(kind)
    expect(kind.title).toMatch(/^[A-Z][^.]+$/)
    expect(kind.docs).toContain('```yaml')
  })
})
