import { beforeAll, expect, test } from 'vitest'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { inTransaction, tenantPool } from '@/server/platform/db'
import { numbered, takeNumber } from './take-number'

const ASKING = { isRecalled: false }

let tenant: Tenant

beforeAll(async () => {
  tenant = await arrangeTenant('Numbers')
})

test('more starts than there are connections, each in a transaction, each get a number of their own', async () => {
  const scope = { orgId: tenant.orgId, projectId: tenant.projectId }
  const starts = Array.from({ length: 60 }, () =>
    inTransaction(tenantPool(tenant.orgId), async (client) => {
      await client.query('SELECT 1')
      return takeNumber(scope)
    }),
  )
  const numbers = (await Promise.all(starts)).sort((a, b) => a - b)
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index))
})

test('a start that comes to nothing has given its number back when that is heard, unless a later one is taken', async () => {
  const scope = { orgId: tenant.orgId, projectId: tenant.projectId }
  const last = await takeNumber(scope)
  const refused = () => numbered(scope, () => Promise.reject(new Error('No.')), ASKING)
  for (let times = 0; times < 5; times += 1) await expect(refused()).rejects.toThrow('No.')
  expect(await numbered(scope, async () => ({ title: 'x' }), ASKING)).toMatchObject({
    title: 'x',
    number: last + 1,
  })
  let later = 0
  const overtake = async () => {
    await expect.poll(() => lastOf(scope)).toBe(last + 2)
    later = await takeNumber(scope)
    throw new Error('No.')
  }
  const overtaken = numbered(scope, overtake, ASKING)
  await expect(overtaken).rejects.toThrow('No.')
  expect(later).toBe(last + 3)
  expect(await takeNumber(scope)).toBe(last + 4)
})

async function lastOf({ orgId, projectId }: { orgId: string; projectId: string }): Promise<number> {
  const { rows } = await tenantPool(orgId).query('SELECT "lastRunNumber" FROM "Project" WHERE id = $1', [
    projectId,
  ])
  return rows[0].lastRunNumber
}

test('a project of another organization gives no number', async () => {
  const other = await arrangeTenant('Other numbers')
  const taken = takeNumber({ orgId: tenant.orgId, projectId: other.projectId })
  await expect(taken).rejects.toThrow('is gone')
})
