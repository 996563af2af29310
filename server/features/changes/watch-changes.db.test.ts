import { expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { ARRANGED_PASSWORD, arrangeMember, arrangeTenant } from '@/server/api/testing/arrange'
import { call, idOf, program } from '@/server/api/testing/call'
import { newId } from '@/server/kernel/ids'
import { type Caller, executeStream } from '@/server/operations'
import { systemDb, tenantDb } from '@/server/platform/db'

vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 })

const { changes, members, organizations, profile, sessions } = catalogue

/** An open stream: what it told so far, and the error it ended with. */
async function open(caller: Caller, orgId: string) {
  const abort = new AbortController()
  const told: unknown[] = []
  const stream = executeStream(changes.watch, caller, { orgId }, abort.signal)
  await stream.next()
  const ended = (async () => {
    for await (const [, value] of stream) told.push(value)
    return 'ended'
  })().catch((error: { code?: string }) => error.code ?? String(error))
  return { told, ended, close: () => abort.abort() }
}

/** The same person, signed in somewhere else. */
async function elsewhere(caller: Caller): Promise<Caller> {
  if (!caller.user) throw new Error('Nobody is signed in.')
  const sessionId = newId('session')
  const expiresAt = new Date(Date.now() + 3_600_000)
  await systemDb().session.create({ data: { id: sessionId, userId: caller.user.userId, expiresAt } })
  return { ...caller, user: { ...caller.user, sessionId } }
}

test('the open stream of a removed member closes, those of colleagues go on', async () => {
  const { orgId, owner } = await arrangeTenant('Remove')
  const grace = await arrangeMember(orgId, 'builder')
  const hers = await open(grace, orgId)
  const his = await open(owner, orgId)
  await call(members.remove, owner, { orgId, userId: idOf(grace) })
  expect(await hers.ended).toBe('not_found')
  await call(organizations.rename, owner, { orgId, name: 'Renamed' })
  await expect.poll(() => JSON.stringify(his.told), { timeout: 10_000 }).toContain('organizations')
  his.close()
  expect(await his.ended).toBe('ended')
})

test('streams of a session that is revoked, by itself or with all others, close', async () => {
  const { orgId, owner } = await arrangeTenant('Revoke')
  const second = await elsewhere(owner)
  const third = await elsewhere(owner)
  const streams = [await open(owner, orgId), await open(second, orgId), await open(third, orgId)] as const
  await call(sessions.revoke, owner, { sessionId: second.user?.sessionId })
  expect(await streams[1].ended).toBe('unauthenticated')
  await call(sessions.revokeOthers, owner, {})
  expect(await streams[2].ended).toBe('unauthenticated')
  streams[0].close()
  expect(await streams[0].ended).toBe('ended')
})

test('a changed password closes the streams of all other sessions', async () => {
  const { orgId, owner } = await arrangeTenant('Password')
  const other = await open(await elsewhere(owner), orgId)
  const mine = await open(owner, orgId)
  const change = { currentPassword: ARRANGED_PASSWORD, newPassword: 'a wholly new password' }
  expect(await call(profile.changePassword, owner, change)).toEqual({ signedOutSessions: 1 })
  expect(await other.ended).toBe('unauthenticated')
  mine.close()
  expect(await mine.ended).toBe('ended')
})

test('leaving and deleting an organization close its streams', async () => {
  const { orgId, owner } = await arrangeTenant('End')
  const grace = await arrangeMember(orgId, 'viewer')
  const hers = await open(grace, orgId)
  const his = await open(owner, orgId)
  await call(organizations.leave, grace, { orgId })
  expect(await hers.ended).toBe('not_found')
  await call(organizations.delete, owner, { orgId, confirmation: 'End' })
  expect(await his.ended).toBe('not_found')
})

test('the stream of a program closes with its key', async () => {
  const { orgId, owner } = await arrangeTenant('Key')
  const apiKeyId = newId('apiKey')
  await tenantDb(orgId).apiKey.create({
    data: { id: apiKeyId, orgId, userId: idOf(owner), name: 'ci', prefix: apiKeyId, secretHash: 'none' },
  })
  const stream = await open(program(owner, orgId, { apiKeyId }), orgId)
  await call(catalogue.apiKeys.revoke, owner, { orgId, apiKeyId })
  expect(await stream.ended).toBe('unauthenticated')
})
