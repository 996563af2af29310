import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { Step, WorkflowDefinition } from '@/server/language/contracts'
import { checkInputs, checkValue, checkWorkflow, codeKind } from '@/server/language/definition'
import { createSandbox } from '@/server/platform/sandbox'

const sandbox = createSandbox()
afterAll(() => sandbox.close())

function starter(name: string): { definition: WorkflowDefinition; inputs: JsonObject } {
  const checked = checkWorkflow(
    readFileSync(path.join(process.cwd(), 'prisma', 'seed', 'workflows', `${name}.yaml`), 'utf8'),
  )
  expect(checked.problems).toEqual([])
  if (!checked.ok) throw new Error('unreachable: it has problems')
  const inputs = checkInputs(checked.definition, {})
  if (!inputs.ok) throw new Error(JSON.stringify(inputs.problems))
  return { definition: checked.definition, inputs: inputs.inputs }
}

function stepOf(steps: Step[], id: string): Step {
  const all = steps.flatMap((step) => [
    step,
    ...(step.body ?? []),
    ...(step.branches ?? []).flatMap((branch) => branch.steps),
  ])
  const step = all.find((candidate) => candidate.id === id)
  if (step === undefined) throw new Error(`no step ${id}`)
  return step
}

function runCode({ config }: Step, scope: JsonObject) {
  const { source, timeoutMs, memoryBytes } = codeKind.schema.parse(config)
  return sandbox.evaluate({ orgId: 'org_a', mode: 'program', source, scope, timeoutMs, memoryBytes })
}

function textAt(value: JsonValue, name: string): string {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? String(value[name]) : ''
}

describe('every starter is clean and runs as it is', () => {
  it.each(['release-notes', 'health-sweep', 'order-saga'])('%s', (name) => {
    expect(starter(name).definition.name).toBe(name)
  })
})

describe('release notes', () => {
  it('groups conventional commits, breaking ones first', async () => {
    const { definition, inputs } = starter('release-notes')
    const step = stepOf(definition.steps, 'group')
    const result = await runCode(step, { inputs })
    if (!result.ok) throw new Error(result.message)
    expect(checkValue(step.output ?? {}, result.value)).toEqual([])
    expect(result.value).toMatchObject({ count: 8 })
    expect(textAt(result.value, 'markdown')).toMatchInlineSnapshot(`
      "### Breaking changes
      - **api**: rename \`flow\` to \`workflow\` in all routes

      ### New
      - **editor**: complete step ids while typing
      - retry failed steps with growing pauses

      ### Fixed
      - **runs**: keep the order of log lines after a restart (#212)
      - show the right time zone on schedules

      ### Faster
      - **list**: load ten thousand runs in one second

      ### Other
      - explain how approvals expire
      - update dependencies"
    `)
    expect(result.logs).toEqual([{ level: 'info', message: '8 commits in 5 groups' }])
  })

  it('takes lines that follow no convention', async () => {
    const { definition } = starter('release-notes')
    const result = await runCode(stepOf(definition.steps, 'group'), {
      inputs: { commits: 'just words\n\nconstructor: odd\n' },
    })
    expect(result).toMatchObject({
      ok: true,
      value: { count: 2, markdown: '### Other\n- just words\n- odd' },
    })
  })
})

describe('health sweep', () => {
  it('sums up what answered and what did not', async () => {
    const { definition } = starter('health-sweep')
    const scope: JsonObject = {
      inputs: { urls: ['https://up.example', 'https://down.example'] },
      steps: {
        sweep: {
          output: [
            { url: 'https://up.example', status: 200, durationMs: 12.4 },
            { error: { code: 'address_refused', message: 'a | b' } },
          ],
        },
      },
    }
    const result = await runCode(stepOf(definition.steps, 'summary'), scope)
    expect(result).toMatchObject({
      ok: true,
      value: {
        up: 1,
        down: 1,
        markdown:
          '**1 of 2 sites are up.**\n\n| Site | State | Detail |\n| --- | --- | --- |\n| https://up.example | up | 200 in 12 ms |\n| https://down.example | down | address_refused: a \\| b |',
      },
    })
  })
})

describe('order saga', () => {
  it('the card is declined on the first go only, and only when told', async () => {
    const { definition, inputs } = starter('order-saga')
    const charge = stepOf(definition.steps, 'charge')
    expect(charge.retry).toMatchObject({ attempts: 3, on: ['code_failed'] })
    const go = (generation: number, failCard: boolean) =>
      runCode(charge, { inputs: { ...inputs, failCard }, run: { generation } })
    expect(await go(1, true)).toMatchObject({
      ok: false,
      code: 'code_failed',
      message: 'The bank declined the card. Resume the run to try again.',
    })
    expect(await go(2, true)).toMatchObject({ ok: true, value: { receipt: 'P-A-1042', amount: 129.9 } })
    expect(await go(1, false)).toMatchObject({ ok: true })
  })
})
