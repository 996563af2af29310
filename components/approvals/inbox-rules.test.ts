import { describe, expect, it } from 'vitest'
import type { Approval, ApprovalSummary } from '@/server/features/approvals/schema'
import { formChanges, neighbour, nextToDecide, policyOf, urgencyOf } from './inbox-rules'

function summary(id: string, mayDecide = true): ApprovalSummary {
  return {
    id,
    title: id,
    status: 'pending',
    createdAt: '2026-11-21T08:00:00.000Z',
    dueAt: null,
    decidedAt: null,
    run: { id: 'run', number: 1, title: 'Run' },
    workflow: { name: 'w', title: 'W' },
    mayDecide,
  }
}

const inbox = [summary('a'), summary('b', false), summary('c'), summary('d')]

describe('nextToDecide', () => {
  it('skips what the member may not decide', () => {
    expect(nextToDecide(inbox, 'a')?.id).toBe('c')
  })

  it('starts from the top after the last', () => {
    expect(nextToDecide(inbox, 'd')?.id).toBe('a')
  })

  it('finds none when nothing else waits', () => {
    expect(nextToDecide([summary('a'), summary('b', false)], 'a')).toBeUndefined()
  })

  it('takes the first when the decided one has left the list already', () => {
    expect(nextToDecide(inbox, 'gone')?.id).toBe('a')
  })
})

describe('neighbour', () => {
  it('moves both ways and stops at the ends', () => {
    expect(neighbour(inbox, 'b', 1)?.id).toBe('c')
    expect(neighbour(inbox, 'b', -1)?.id).toBe('a')
    expect(neighbour(inbox, 'd', 1)).toBeUndefined()
    expect(neighbour(inbox, undefined, 1)?.id).toBe('a')
  })
})

describe('urgencyOf', () => {
  const now = Date.parse('2026-11-21T08:00:00.000Z')
  it.each([
    ['2026-11-21T10:00:00.000Z', 'calm'],
    ['2026-11-21T08:59:00.000Z', 'soon'],
    ['2026-11-21T08:00:00.000Z', 'overdue'],
  ])('%s is %s', (dueAt, urgency) => {
    expect(urgencyOf(dueAt, now)).toBe(urgency)
  })
})

describe('formChanges', () => {
  const form = { type: 'object', properties: { notes: { type: 'string', title: 'Release notes' } } }

  it('names a change by its title and tells long texts apart', () => {
    expect(formChanges(form, { notes: 'a\nb' }, { notes: 'a\nc' })).toEqual([
      { name: 'notes', label: 'Release notes', before: 'a\nb', after: 'a\nc', isLongText: true },
    ])
  })

  it('finds nothing where nothing differs', () => {
    expect(formChanges(form, { notes: 'x', n: [1] }, { n: [1], notes: 'x' })).toEqual([])
  })

  it('shows an added and a removed value against null', () => {
    expect(formChanges(null, { gone: 1 }, { here: 2 })).toMatchObject([
      { name: 'gone', before: 1, after: null },
      { name: 'here', before: null, after: 2 },
    ])
  })
})

describe('policyOf', () => {
  const approval: Approval = {
    ...summary('a'),
    path: 'review',
    body: null,
    form: null,
    approverRoles: [],
    quorum: 1,
    allowSelf: true,
    requestedBy: 'Ada',
    decisions: [],
    refusal: null,
  }

  it('says who decides, in words', () => {
    expect(policyOf(approval)).toEqual(['Decided by anyone who may approve'])
    const everybody = ['owner', 'admin', 'builder', 'operator', 'approver']
    expect(policyOf({ ...approval, approverRoles: everybody })).toEqual(['Decided by anyone who may approve'])
    expect(policyOf({ ...approval, approverRoles: ['owner', 'admin', 'builder'] })).toEqual([
      'Decided by owner, admin, or builder',
    ])
  })

  it('counts approvals where more than one is needed', () => {
    const decisions = [
      { by: 'Bo', verdict: 'approve' as const, comment: null, values: null, at: approval.createdAt },
    ]
    expect(policyOf({ ...approval, quorum: 2, allowSelf: false, decisions })).toEqual([
      'Decided by anyone who may approve',
      '1 of 2 approvals',
      'Not by who started the run',
    ])
  })
})
