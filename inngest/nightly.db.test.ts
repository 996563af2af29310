import { serve } from 'inngest/edge'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { arrangeTenant, type Tenant } from '@/server/api/testing/arrange'
import { ended } from '@/server/api/testing/ended-run'
import { settings } from '@/server/features/settings'
import { execute } from '@/server/operations'
import { tenantDb } from '@/server/platform/db'
import { createInngest } from './client'
import { createEngine, type Engine } from './embedded'
import { nightlyRequested } from './events'
import { nightly } from './functions/nightly'
import { nightlyPorts } from './wiring'

let tenants: Tenant[]
let engine: Engine

beforeAll(async () => {
  tenants = await Promise.all(['One', 'Two', 'Three'].map((name) => arrangeTenant(name)))
  engine = createEngine({ databaseUrl: process.env.PAWL_SYSTEM_DATABASE_URL ?? '', log: () => undefined })
})

afterAll(() => engine.stop())

test('a night sweeps every organization by its own rules, and one that fails costs the others nothing', async () => {
  const [one, two, three] = tenants
  if (!one || !two || !three) throw new Error('Three tenants were arranged.')
  const now = new Date('2027-03-01T03:17:00.000Z')
  const at = new Date('2027-02-01T00:00:00.000Z')
  for (const tenant of tenants) await ended(tenant, { at })
  for (const { owner, projectId } of [one, three])
    await execute(settings.set, owner, { projectId, key: 'retention.runs', value: 7 })
  // A list that is none: the settings of this organization cannot be read.
  await tenantDb(two.orgId).setting.create({
    data: {
      id: 'set_broken',
      orgId: two.orgId,
      scopeId: two.orgId,
      key: 'network.allowedHosts',
      value: 'broken',
      updatedById: 'usr_none',
    },
  })
  const client = createInngest(engine.clientOptions)
  await engine.start(serve({ client, functions: [nightly(client, nightlyPorts)] }))
  await client.send(nightlyRequested.create({ now: now.toISOString(), after: '' }))
  await vi.waitFor(async () => expect([await runsOf(one), await runsOf(three)]).toEqual([0, 0]), {
    timeout: 12_000,
    interval: 50,
  })
  expect(await runsOf(two)).toBe(1)
})

function runsOf({ orgId }: Tenant): Promise<number> {
  return tenantDb(orgId).run.count()
}
