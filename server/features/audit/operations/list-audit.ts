import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { auditFilterSchema, auditSummarySchema } from '../schema'
import { listAuditRows, presentSummary } from '../store'

export const listAudit = defineQuery({
  name: 'audit.list',
  summary: 'Every mutation, refusal and sign-in of an organization, newest first, a page at a time.',
  within: 'org',
  permission: 'audit.read',
  route: 'GET /audit',
  input: auditFilterSchema.extend({
    /** The `nextCursor` of the page before. */
    cursor: z.string().nullish(),
    limit: z.number().int().min(1).max(200).default(50),
  }),
  output: z.object({ entries: z.array(auditSummarySchema), nextCursor: z.string().nullable() }),
  async run({ scope, db }, { cursor, limit, ...filter }) {
    const rows = await listAuditRows(scope, db, filter, { before: cursor ?? undefined, limit: limit + 1 })
    const page = rows.slice(0, limit)
    return {
      entries: page.map(presentSummary),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
  },
})
