import { expect, test } from 'vitest'
import { newId } from '@/server/kernel/ids'
import { inTransaction, tenantDb, tenantPool } from '@/server/platform/db'
import { insertUsage, recordUsage, type UsageRow } from './index'
import { spendByModel } from './store'

const since = new Date(0)

test('a row is written with the transaction it belongs to, or not at all', async () => {
  const row = rowOf('1')
  const failing = inTransaction(tenantPool(row.orgId), async (client) => {
    await insertUsage(client, row)
    throw new Error('The rest failed.')
  })
  await expect(failing).rejects.toThrow('The rest failed.')
  expect(await tenantDb(row.orgId).usage.count()).toBe(0)
})

test('costs beyond what a double can hold add up exactly; an unpriced call is no zero', async () => {
  const row = rowOf('9007199254740993')
  await recordUsage(row)
  await recordUsage({ ...row, costNanos: '1' })
  await recordUsage({ ...row, costNanos: null })
  expect(await spendByModel(row, tenantDb(row.orgId), since)).toMatchObject([
    { costNanos: '9007199254740994', calls: 3, unpricedCalls: 1, outputTokens: 12 },
  ])
})

test('another tenant or project has spent nothing', async () => {
  const row = rowOf('5')
  await recordUsage(row)
  expect(await spendByModel(row, tenantDb(newId('organization')), since)).toEqual([])
  const elsewhere = { ...row, projectId: newId('project') }
  expect(await spendByModel(elsewhere, tenantDb(row.orgId), since)).toEqual([])
})

test('a row cannot be written for another tenant', async () => {
  const row = rowOf('5')
  await expect(insertUsage(tenantPool(newId('organization')), row)).rejects.toThrow(/row-level security/)
})

function rowOf(costNanos: string): UsageRow {
  return {
    orgId: newId('organization'),
    projectId: newId('project'),
    runId: newId('run'),
    path: 'draft',
    attempt: 1,
    provider: 'claude',
    model: 'claude-sonnet-4-5',
    uncachedInputTokens: 1,
    cacheReadTokens: 2,
    cacheWriteTokens: 3,
    outputTokens: 4,
    reasoningTokens: 5,
    costNanos,
  }
}
