import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { defineQuery } from '@/server/operations'
import { auditEntrySchema } from '../schema'
import { presentEntry } from '../store'

export const getAuditEntry = defineQuery({
  name: 'audit.get',
  summary: 'One entry of the audit log, with what changed.',
  within: 'org',
  permission: 'audit.read',
  route: 'GET /audit/{entryId}',
  input: z.object({ entryId: z.string() }),
  output: auditEntrySchema,
  async run({ scope, db }, { entryId }) {
    const row = await db.auditEntry.findFirst({ where: { id: entryId, orgId: scope.orgId } })
    if (!row) throw new AppError('not_found', 'There is no such entry in this organization’s audit log.')
    const [project, apiKey] = await Promise.all([
      row.projectId
        ? db.project.findFirst({ where: { id: row.projectId, orgId: scope.orgId }, select: { name: true } })
        : null,
      row.apiKeyId
        ? db.apiKey.findFirst({ where: { id: row.apiKeyId, orgId: scope.orgId }, select: { name: true } })
        : null,
    ])
    return presentEntry(row, { project: project?.name ?? null, apiKey: apiKey?.name ?? null })
  },
})
