import { expect, test } from 'vitest'
import { newId } from '@/server/kernel/ids'
import { type Caller, execute } from '@/server/operations'
import { systemDb, tenantDb } from '@/server/platform/db'
import { createOwnerLink, onboarding } from '.'

const visitor: Caller = {
  user: null,
  apiKey: null,
  correlationId: newId('request'),
  ip: null,
  userAgent: null,
}

async function tokenOf(): Promise<string> {
  const link = await createOwnerLink()
  if (!('url' in link)) throw new Error('This instance has an owner already.')
  return new URL(link.url, 'http://localhost').searchParams.get('token') ?? ''
}

test('an owner link works once, a newer one ends an older one, and makes an owner with starters', async () => {
  const older = await tokenOf()
  const token = await tokenOf()
  const person = {
    name: 'Ada',
    email: 'Ada@Example.com',
    password: 'correct horse battery',
    organization: 'Acmé Co',
  }
  await expect(execute(onboarding.complete, visitor, { ...person, token: older })).rejects.toThrow(
    /owner link/,
  )
  expect(await execute(onboarding.check, visitor, { token })).toEqual({ state: 'valid' })

  const output = await execute(onboarding.complete, visitor, { ...person, token })
  expect(output).toMatchObject({ orgSlug: 'acme-co', projectSlug: 'main' })
  await expect(execute(onboarding.complete, visitor, { ...person, token })).rejects.toThrow(/owner link/)
  expect(await execute(onboarding.check, visitor, { token })).toEqual({ state: 'owned' })
  expect(await createOwnerLink()).toEqual({ alreadyOwned: true })

  const owner = await systemDb().user.findUniqueOrThrow({
    where: { email: 'ada@example.com' },
    include: { memberships: true },
  })
  const membership = owner.memberships[0]
  expect(membership?.role).toBe('owner')
  const orgId = membership?.orgId ?? ''
  const starters = await tenantDb(orgId).workflow.findMany({ select: { name: true, latestVersion: true } })
  expect(starters.map((workflow) => workflow.latestVersion)).toEqual([1, 1, 1])
  const audit = await tenantDb(orgId).auditEntry.findMany({ where: { action: 'onboarding.complete' } })
  expect(audit).toHaveLength(1)
  expect(JSON.stringify(audit)).not.toContain(person.password)
})
