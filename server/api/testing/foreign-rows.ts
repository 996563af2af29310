import { blobPort } from '@/server/features/blobs/port'
import { appendToLog } from '@/server/features/run-events'
import { execute } from '@/server/operations'
import { inTransaction, tenantPool } from '@/server/platform/db'
import { catalogue } from '../catalogue'
import type { Tenant } from './arrange'
import type { ForeignIds } from './foreign-inputs'

const SECRET = 'THEIR_SECRET'
const PROVIDER = 'theirs'

/** One row of each kind in a tenant, for another tenant to try to reach. */
export async function arrangeForeignRows(tenant: Tenant): Promise<ForeignIds> {
  const { orgId, projectId, owner } = tenant
  const workflow = await tenantRow(orgId, 'SELECT id FROM "Workflow" WHERE name = $1', ['release-notes'])
  // `runs.start` answers with the id of the run it made.
  const run = (await execute(catalogue.runs.start, owner, { projectId, workflow, inputs: {} })) as {
    id: string
  }
  await inTransaction(tenantPool(orgId), async (client) => {
    const approvers = { roles: [], quorum: 1, allowSelf: true }
    const gate = {
      type: 'step.waiting' as const,
      path: 'gate',
      wait: { kind: 'approval' as const },
      approval: { title: 'Theirs', approvers, onTimeout: 'reject' as const },
    }
    await appendToLog(client, { orgId, runId: run.id }, [gate], new Date())
  })
  const { $blob: blobId } = await blobPort.write({ orgId, projectId, runId: run.id }, '"theirs"')
  const approvalId = await tenantRow(orgId, 'SELECT id FROM "Approval" WHERE "runId" = $1', [run.id])
  await execute(catalogue.secrets.set, owner, { projectId, name: SECRET, value: 'theirs' })
  await execute(catalogue.providers.save, owner, {
    projectId,
    name: PROVIDER,
    kind: 'anthropic',
    key: 'sk-theirs',
  })
  const auditEntryId = await tenantRow(orgId, 'SELECT id FROM "AuditEntry" WHERE subject = $1', [run.id])
  const newKey = { orgId, name: 'Theirs', permissions: ['runs.read'] }
  // `apiKeys.create` answers with the id of the key it made.
  const { id: apiKeyId } = (await execute(catalogue.apiKeys.create, owner, newKey)) as { id: string }
  const invited = { orgId, email: 'theirs@example.com', role: 'viewer' }
  // `invitations.create` answers with the id of the invitation it made.
  const { invitationId } = (await execute(catalogue.invitations.create, owner, invited)) as {
    invitationId: string
  }
  return {
    workflowId: workflow,
    runId: run.id,
    blobId,
    approvalId,
    auditEntryId,
    apiKeyId,
    userId: owner.user?.userId ?? '',
    memberProjectId: projectId,
    invitationId,
    secret: SECRET,
    provider: PROVIDER,
  }
}

async function tenantRow(orgId: string, sql: string, values: string[]): Promise<string> {
  const { rows } = await tenantPool(orgId).query<{ id: string }>(sql, values)
  if (!rows[0]) throw new Error(`Nothing to be foreign: ${sql}`)
  return rows[0].id
}
