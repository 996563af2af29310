import { blobPort } from '@/server/features/blobs/port'
import { eventPort } from '@/server/features/events/port'
import { createRunStore } from '@/server/features/runs/port'
import { isRunEnded, type RunStatus } from '@/server/kernel/statuses'
import type { CommitItem } from '@/server/language/contracts'
import { execute } from '@/server/operations'
import { tenantPool } from '@/server/platform/db'
import { catalogue } from '../catalogue'
import type { Tenant } from './arrange'

/** Stands in every value of a planted run. */
export const PLANTED = 'planted-payload-7f3a'
const store = createRunStore({ publicUrl: 'http://pawl.test' })

/** A run with a log that ended at an instant, or stands there in another status. Returns its id. */
export async function ended(tenant: Tenant, given: { at: Date; status?: RunStatus }): Promise<string> {
  const { at, status = 'succeeded' } = given
  const { runId, commit } = await begun(tenant)
  await commit([started('a'), { type: 'step.succeeded', path: 'a', attempt: 1, output: { text: PLANTED } }])
  await commit([{ type: 'run.succeeded', output: { text: PLANTED } }])
  const isOver = isRunEnded(status)
  await tenantPool(tenant.orgId).query(
    'UPDATE "Run" SET status = $2, "finishedAt" = $3, "createdAt" = $4 WHERE id = $1',
    [runId, status, isOver ? at : null, at],
  )
  return runId
}

/** A failed run that holds `value` wherever a run can hold one, and a decision with this comment. Returns its id. */
export async function planted(tenant: Tenant, value = PLANTED, comment = 'Go on.'): Promise<string> {
  const { runId, commit } = await begun(tenant, value)
  const error = { code: 'http_5xx', message: `It said ${value}.`, path: 'call', details: { body: value } }
  await commit([
    { type: 'run.titled', title: `For ${value}`, tags: [value] },
    started('gate', value),
    {
      type: 'step.waiting',
      path: 'gate',
      wait: { kind: 'approval' },
      approval: {
        title: `Send ${value}?`,
        body: value,
        form: { type: 'object', properties: { text: { type: 'string', default: value } } },
        approvers: { roles: [], quorum: 1, allowSelf: true },
        onTimeout: 'fail',
      },
    },
  ])
  const { rows } = await tenantPool(tenant.orgId).query<{ id: string }>(
    'SELECT id FROM "Approval" WHERE "runId" = $1',
    [runId],
  )
  await execute(catalogue.approvals.decide, tenant.owner, {
    projectId: tenant.projectId,
    approvalId: rows[0]?.id,
    verdict: 'approve',
    values: { text: value },
    comment,
  })
  await commit([
    { type: 'step.woken', path: 'gate' },
    { type: 'step.succeeded', path: 'gate', attempt: 1, output: { text: value } },
    started('call', value),
    { type: 'step.logged', path: 'call', attempt: 1, level: 'info', message: value, data: { a: value } },
    { type: 'step.attemptFailed', path: 'call', attempt: 1, error, retryAt: '2027-01-01T00:00:00.000Z' },
    { type: 'step.failed', path: 'call', attempt: 1, error, continued: false },
    { type: 'run.finishing', phase: 'finally', outcome: { status: 'failed', error } },
  ])
  await plantApart(tenant, { runId, commit }, value)
  await commit([{ type: 'run.failed', error }])
  return runId
}

/** Where results are kept for others, or made up by steps. */
async function plantApart(
  { orgId, projectId }: Tenant,
  { runId, commit }: Awaited<ReturnType<typeof begun>>,
  value: string,
): Promise<void> {
  const ref = await blobPort.write({ orgId, projectId, runId }, JSON.stringify(value))
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
  const made = { type: 'step.succeeded' as const, path: 'make', attempt: 1, output: { ...ref, value } }
  await commit([
    started('make', value),
    { type: 'step.expanded', path: 'make', steps: [{ id: 'made', config: value }] },
    { ...made, cache: { key: `of ${runId}`, expiresAt } },
  ])
  await eventPort.emit(
    { orgId, projectId, runId, path: 'make', attempt: 1 },
    { name: 'planted', data: value },
  )
}

async function begun(tenant: Tenant, value = PLANTED) {
  const { orgId, projectId, owner } = tenant
  const input = { projectId, workflow: 'release-notes', inputs: { commits: value } }
  // `runs.start` answers with the id of the run it made.
  const { id: runId } = (await execute(catalogue.runs.start, owner, input)) as { id: string }
  const acquired = await store.acquire({ orgId, runId, generation: 1 })
  if (acquired.kind !== 'acquired') throw new Error(`Expected the lease, got ${acquired.kind}.`)
  const commit = (items: CommitItem[]) => store.commit(acquired.lease, items, new Date().toISOString())
  await commit([{ type: 'run.started' }])
  return { runId, commit }
}

function started(path: string, value = PLANTED): CommitItem {
  return { type: 'step.started', path, stepId: path, kind: 'set', attempt: 1, input: { text: value } }
}
