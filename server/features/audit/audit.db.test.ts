import { describe, expect, test } from 'vitest'
import { catalogue } from '@/server/api/catalogue'
import { arrangeMember, arrangeTenant } from '@/server/api/testing/arrange'
import { type Caller, execute, executeDownload } from '@/server/operations'
import type { AuditEntry, AuditSummary } from './schema'

const { audit, secrets } = catalogue

interface Page {
  entries: AuditSummary[]
  nextCursor: string | null
}

const list = (caller: Caller, input: object) => execute(audit.list, caller, input) as Promise<Page>

async function textOf(caller: Caller, input: object): Promise<string> {
  const file = await executeDownload(audit.export, caller, input)
  let text = ''
  for await (const piece of file.pieces) text += piece
  return text
}

describe('the audit log', async () => {
  const { orgId, projectId, owner } = await arrangeTenant('Audited')
  const viewer = await arrangeMember(orgId, 'viewer')
  for (const name of ['FIRST', 'SECOND', 'THIRD'])
    await execute(secrets.set, owner, { projectId, name, value: 'planted-value' })
  await execute(secrets.set, viewer, { projectId, name: 'MINE', value: 'planted-value' }).catch(() => {})

  test('shows changes and refusals, newest first, and never a secret’s value', async () => {
    const { entries } = await list(owner, { orgId })
    expect(entries.slice(0, 2).map(({ action, outcome }) => [action, outcome])).toEqual([
      ['secrets.set', 'refused'],
      ['secrets.set', 'done'],
    ])
    expect(await textOf(owner, { orgId, format: 'json' })).not.toContain('planted-value')
  })

  test.each([
    [{ outcome: 'refused' as const }, 1],
    [{ action: 'secrets' }, 4],
    [{ action: 'secrets.set', outcome: 'done' as const }, 3],
    [{ action: 'secrets.s' }, 0],
    [{ actor: viewer.user?.userId }, 1],
    [{ project: projectId }, 4],
    [{ search: 'SECOND' }, 1],
    [{ search: '%' }, 0],
    [{ search: 's_crets' }, 0],
    [{ from: '2999-01-01T00:00:00Z' }, 0],
    [{ to: '2000-01-01T00:00:00Z' }, 0],
  ])('%j leaves %i entries', async (filter, count) => {
    expect((await list(owner, { orgId, ...filter })).entries).toHaveLength(count)
  })

  test('pages follow each other without gap or overlap', async () => {
    const all = await list(owner, { orgId })
    const seen: string[] = []
    let cursor: string | null | undefined
    do {
      const page: Page = await list(owner, { orgId, limit: 2, cursor })
      seen.push(...page.entries.map((entry) => entry.id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual(all.entries.map((entry) => entry.id))
  })

  test('a refusal tells who, what, where and why', async () => {
    const { entries } = await list(owner, { orgId, outcome: 'refused' })
    const entry = (await execute(audit.get, owner, { orgId, entryId: entries[0]?.id })) as AuditEntry
    expect(entry).toMatchObject({
      actor: viewer.user?.name,
      projectName: 'Main',
      ip: '127.0.0.1',
      details: { code: 'forbidden' },
    })
  })

  test('the filters offer what occurs', async () => {
    const facets = (await execute(audit.facets, owner, { orgId })) as {
      actions: string[]
      actors: { name: string }[]
    }
    expect(facets.actions).toEqual(['secrets.set'])
    expect(facets.actors.map(({ name }) => name).sort()).toEqual([owner.user?.name, viewer.user?.name].sort())
  })

  test('an export holds what the filter leaves, as CSV and as JSON', async () => {
    const csv = await textOf(owner, { orgId, format: 'csv', outcome: 'done' })
    expect(csv.trimEnd().split('\r\n')).toHaveLength(4)
    expect(csv.startsWith('id,at,outcome,action,')).toBe(true)
    const entries: unknown = JSON.parse(await textOf(owner, { orgId, format: 'json' }))
    expect(entries).toHaveLength(4)
    expect(JSON.parse(await textOf(owner, { orgId, format: 'json', search: 'nothing like it' }))).toEqual([])
  })

  test('who may not read it may not export it', async () => {
    await expect(executeDownload(audit.export, viewer, { orgId })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
