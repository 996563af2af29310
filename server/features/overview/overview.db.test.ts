import { beforeAll, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { failRun } from '@/server/features/runs/port'
import { execute } from '@/server/operations'

let tenant: Tenant

beforeAll(async () => {
  tenant = await arrangeTenant('Overview')
  for (let number = 1; number <= 6; number += 1) {
    const input = { workflow: number % 2 ? 'release-notes' : 'order-saga', inputs: {} }
    const { id } = await call<{ id: string }>(catalogue.runs.start, input)
    const error = { code: 'code_failed', message: 'It failed.' }
    if (number % 3 === 0) await failRun({ orgId: tenant.orgId, runId: id, generation: 1 }, error)
  }
})

test('what needs attention is counted whole, and the newest runs are listed', async () => {
  const overview = await call<{ failed: number; needsAttention: Row[]; latestRuns: Row[]; active: number }>(
    catalogue.overview.get,
  )
  expect(overview).toMatchObject({ failed: 2, active: 4 })
  expect(numbers(overview.needsAttention)).toEqual([6, 3])
  expect(numbers(overview.latestRuns)).toEqual([6, 5, 4, 3, 2, 1])
})

test('runs of a window come failed first, then newest first, as many as asked for', async () => {
  expect(numbers(await windowRuns({}))).toEqual([6, 3, 5, 4, 2, 1])
  expect(numbers(await windowRuns({ limit: 3 }))).toEqual([6, 3, 5])
})

test('runs of a window can be those of one workflow', async () => {
  const all = await windowRuns({})
  const workflowId = all.find((run) => run.number === 2)?.workflow.id
  expect(numbers(await windowRuns({ workflowId }))).toEqual([6, 4, 2])
})

test('a window begins with its first instant and ends before its last', async () => {
  const all = await windowRuns({})
  const third = all.find((run) => run.number === 3)?.createdAt ?? ''
  const found = await windowRuns({ to: third })
  expect(numbers(found)).not.toContain(3)
  expect(numbers(await windowRuns({ from: third }))).toContain(3)
})

test('a window that ends before it begins is refused', async () => {
  await expect(
    windowRuns({ from: '2030-01-01T00:00:00Z', to: '2029-01-01T00:00:00Z' }),
  ).rejects.toMatchObject({
    code: 'invalid_input',
  })
})

interface Row {
  number: number
  createdAt: string
  workflow: { id: string }
}

const numbers = (runs: Row[]) => runs.map((run) => run.number)

async function windowRuns(input: Record<string, unknown>): Promise<Row[]> {
  const hour = { from: ago(3_600_000), to: ago(-3_600_000) }
  return (await call<{ runs: Row[] }>(catalogue.overview.runs, { ...hour, ...input })).runs
}

const ago = (ms: number) => new Date(Date.now() - ms).toISOString()

async function call<T>(
  operation: Parameters<typeof execute>[0],
  input: Record<string, unknown> = {},
): Promise<T> {
  // Each operation answers with what its output schema says.
  return (await execute(operation, tenant.owner, { projectId: tenant.projectId, ...input })) as T
}
