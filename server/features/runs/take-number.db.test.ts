import { beforeAll, expect, test } from 'vitest'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { inTransaction, tenantPool } from '@/server/platform/db'
import { takeNumber } from './take-number'

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

test('a project of another organization gives no number', async () => {
  const other = await arrangeTenant('Other numbers')
  const taken = takeNumber({ orgId: tenant.orgId, projectId: other.projectId })
  await expect(taken).rejects.toThrow('is gone')
})
