import { describe, expect, test, vi } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeMember, arrangeTenant, arrangeUser } from '@/server/api/testing/arrange'
import { call, codeOf, idOf, visitor } from '@/server/api/testing/call'
import { systemDb, tenantDb } from '@/server/platform/db'

vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 })

const { organizations, projects, runs } = catalogue

interface Created {
  orgId: string
  orgSlug: string
  projectSlug: string
}

const DAY_MS = 86_400_000

describe('an organization', () => {
  test('is made by anybody signed in, who owns it, apart from the others they belong to', async () => {
    const { orgId: firstId, owner } = await arrangeTenant('First')
    const second = await call<Created>(organizations.create, owner, { name: 'Zweite Übung' })
    expect(second).toMatchObject({ orgSlug: 'zweite-ubung', projectSlug: 'main' })
    expect(await call(organizations.get, owner, { orgId: second.orgId })).toMatchObject({
      name: 'Zweite Übung',
      role: 'owner',
      memberCount: 1,
      projectCount: 1,
      deletionDueAt: null,
      owners: [{ name: owner.user?.name, email: owner.user?.email }],
    })
    const colleague = await arrangeMember(firstId, 'admin')
    expect(await codeOf(organizations.get, colleague, { orgId: second.orgId })).toBe('not_found')
    expect(await codeOf(organizations.create, visitor(), { name: 'Nobody' })).toBe('unauthenticated')
  })

  test('gets an address that neither a page nor another organization has', async () => {
    const person = await arrangeUser('Grace')
    const taken = await Promise.all(
      Array.from({ length: 4 }, () => call<Created>(organizations.create, person, { name: 'Same name' })),
    )
    const slugs = taken.map(({ orgSlug }) => orgSlug).sort()
    expect(slugs).toEqual(['same-name', 'same-name-2', 'same-name-3', 'same-name-4'])
    expect((await call<Created>(organizations.create, person, { name: 'Sign in' })).orgSlug).toBe('sign-in-2')
    expect((await call<Created>(organizations.create, person, { name: '日本' })).orgSlug).toMatch(
      /^org(-\d+)?$/,
    )
  }, 60_000)

  test('keeps its address when it is renamed, and the old name is written down', async () => {
    const { orgId, owner } = await arrangeTenant('Old name')
    const { slug } = await call<{ slug: string }>(organizations.get, owner, { orgId })
    await call(organizations.rename, owner, { orgId, name: ' New name ' })
    expect(await call(organizations.get, owner, { orgId })).toMatchObject({ slug, name: 'New name' })
    const entry = await tenantDb(orgId).auditEntry.findFirst({ where: { action: 'organizations.rename' } })
    expect(entry).toMatchObject({ before: { name: 'Old name' }, after: { name: 'New name' } })
  })

  test('is left by members, who are out at once', async () => {
    const { orgId, projectId } = await arrangeTenant('Leave')
    const builder = await arrangeMember(orgId, 'builder')
    expect(await codeOf(organizations.leave, builder, { orgId })).toBe('ok')
    expect(await codeOf(projects.get, builder, { projectId })).toBe('not_found')
  })
})

describe('a deleted organization', () => {
  test('asks for its name, closes, cancels its runs, and comes back whole when restored', async () => {
    const { orgId, projectId, owner } = await arrangeTenant('Delete me')
    const start = { projectId, workflow: 'release-notes', inputs: {} }
    const { id: runId } = await call<{ id: string }>(runs.start, owner, start)
    await expect(
      call(organizations.delete, owner, { orgId, confirmation: 'delete me' }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'confirmation' }] },
    })
    const before = Date.now()
    const { deletionDueAt } = await call<{ deletionDueAt: string }>(organizations.delete, owner, {
      orgId,
      confirmation: 'Delete me',
    })
    expect(Date.parse(deletionDueAt) - before).toBeGreaterThanOrEqual(7 * DAY_MS)
    expect(await codeOf(runs.start, owner, start)).toBe('invalid_state')
    expect(await codeOf(organizations.delete, owner, { orgId, confirmation: 'Delete me' })).toBe(
      'invalid_state',
    )
    expect(await call(organizations.get, owner, { orgId })).toMatchObject({ deletionDueAt })
    const run = await tenantDb(orgId).run.findUniqueOrThrow({ where: { id: runId } })
    expect(run.cancelRequestedAt).not.toBeNull()
    const events = await tenantDb(orgId).runEvent.findMany({ where: { runId }, orderBy: { seq: 'asc' } })
    expect(events.at(-1)).toMatchObject({
      seq: run.lastSeq,
      type: 'run.cancelRequested',
      data: { by: idOf(owner), reason: 'The organization is being deleted.' },
    })
    const bells = await systemDb().outboxEntry.findMany({ where: { orgId, name: 'run.wake' } })
    expect(bells.map(({ data }) => data)).toEqual([{ runId, wake: run.wakesRequested }])

    const admin = await arrangeMember(orgId, 'admin')
    expect(await codeOf(organizations.restore, admin, { orgId })).toBe('forbidden')
    expect(await codeOf(organizations.restore, owner, { orgId })).toBe('ok')
    expect(await codeOf(organizations.restore, owner, { orgId })).toBe('invalid_state')
    expect(await codeOf(runs.start, owner, start)).toBe('ok')
    expect(await call(runs.events, owner, { projectId, runId })).toMatchObject({})
  })
})

describe('a project', () => {
  test('is made with or without starters, under a free address, and renamed', async () => {
    const { orgId, owner } = await arrangeTenant('Projects')
    const create = (input: object) =>
      call<{ projectId: string; projectSlug: string }>(projects.create, owner, { orgId, ...input })
    const [one, two] = await Promise.all([
      create({ name: 'Ops' }),
      create({ name: 'ops!', hasStarters: false }),
    ])
    expect([one.projectSlug, two.projectSlug].sort()).toEqual(['ops', 'ops-2'])
    await call(projects.rename, owner, { projectId: two.projectId, name: 'Quiet' })
    const list = await call<{ projects: object[] }>(projects.list, owner, { orgId })
    expect(list.projects).toHaveLength(3)
    expect(list.projects).toContainEqual(
      expect.objectContaining({
        id: one.projectId,
        name: 'Ops',
        workflowCount: 3,
        memberCount: 1,
        roles: ['owner'],
      }),
    )
    expect(list.projects).toContainEqual(
      expect.objectContaining({ id: two.projectId, name: 'Quiet', workflowCount: 0 }),
    )
    const entry = await tenantDb(orgId).auditEntry.findFirst({ where: { action: 'projects.rename' } })
    expect(entry).toMatchObject({ before: { name: 'ops!' }, after: { name: 'Quiet' } })
  })

  test('is deleted with its name, cancels its runs only, and is restored by whoever may delete it', async () => {
    const { orgId, projectId, owner } = await arrangeTenant('Two')
    const second = await call<{ projectId: string }>(projects.create, owner, { orgId, name: 'Second' })
    const start = { workflow: 'release-notes', inputs: {} }
    const mine = await call<{ id: string }>(runs.start, owner, { ...start, projectId: second.projectId })
    const other = await call<{ id: string }>(runs.start, owner, { ...start, projectId })
    const input = { projectId: second.projectId, confirmation: 'Second' }
    expect(await codeOf(projects.delete, owner, { ...input, confirmation: 'second' })).toBe('invalid_input')
    expect(await codeOf(projects.delete, owner, input)).toBe('ok')
    const asked = await tenantDb(orgId).run.findMany({ where: { cancelRequestedAt: { not: null } } })
    expect(asked.map(({ id }) => id)).toEqual([mine.id])
    expect(other.id).not.toBe(mine.id)
    expect(await codeOf(runs.start, owner, { ...start, projectId: second.projectId })).toBe('invalid_state')
    expect(await codeOf(projects.get, owner, { projectId: second.projectId })).toBe('ok')
    const builder = await arrangeMember(orgId, 'builder')
    expect(await codeOf(projects.restore, builder, { projectId: second.projectId })).toBe('forbidden')
    expect(await codeOf(projects.restore, owner, { projectId: second.projectId })).toBe('ok')
    expect(await codeOf(runs.start, owner, { ...start, projectId: second.projectId })).toBe('ok')
  })

  test('that is the last one stays, also when two are deleted at the same moment', async () => {
    const { orgId, projectId, owner } = await arrangeTenant('Last project')
    expect(await codeOf(projects.delete, owner, { projectId, confirmation: 'Main' })).toBe('invalid_state')
    const second = await call<{ projectId: string }>(projects.create, owner, { orgId, name: 'Second' })
    const codes = await Promise.all([
      codeOf(projects.delete, owner, { projectId, confirmation: 'Main' }),
      codeOf(projects.delete, owner, { projectId: second.projectId, confirmation: 'Second' }),
    ])
    expect(codes.sort()).toEqual(['invalid_state', 'ok'])
  })
})
