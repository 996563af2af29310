import { expect, test } from 'vitest'
import { newId } from '@/server/kernel/ids'
import { inTransaction, tenantDb, tenantPool } from '@/server/platform/db'
import { insertUsage, recordUsage, spendByDay, type UsageRow } from './index'

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
  const spend = await spendByDay(row, tenantDb(row.orgId), { days: 1, now: new Date(), timeZone: 'UTC' })
  expect(spend).toMatchObject({ totalNanos: '9007199254740994', calls: 3, unpricedCalls: 1, tokens: 45 })
})

test('a day of another tenant or project is empty', async () => {
  const row = rowOf('5')
  await recordUsage(row)
  const options = { days: 1, now: new Date(), timeZone: 'UTC' }
  const other = newId('organization')
  expect(await spendByDay(row, tenantDb(other), options)).toMatchObject({ calls: 0 })
  const elsewhere = { ...row, projectId: newId('project') }
  expect(await spendByDay(elsewhere, tenantDb(row.orgId), options)).toMatchObject({ calls: 0 })
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
