import { z } from 'zod'
import type { JsonObject } from '@/server/kernel/json'
import { defineQuery } from '@/server/operations'
import { auditEntrySchema } from '../schema'

export const listAudit = defineQuery({
  name: 'audit.list',
  summary: 'Every mutation and refusal of an organization, newest first, a page at a time.',
  within: 'org',
  permission: 'audit.read',
  route: 'GET /audit',
  input: z.object({
    outcome: z.enum(['done', 'refused']).optional(),
    /** Finds in action, actor and subject. */
    search: z.string().trim().max(200).optional(),
    /** The `nextCursor` of the page before. */
    cursor: z.string().nullish(),
    limit: z.number().int().min(1).max(200).default(50),
  }),
  output: z.object({ entries: z.array(auditEntrySchema), nextCursor: z.string().nullable() }),
  async run({ scope, db }, { outcome, search, cursor, limit }) {
    const contains = search ? { contains: search, mode: 'insensitive' as const } : undefined
    const rows = await db.auditEntry.findMany({
      where: {
        orgId: scope.orgId,
        ...(outcome && { outcome }),
        ...(cursor && { id: { lt: cursor } }),
        ...(contains && { OR: [{ action: contains }, { actorName: contains }, { subject: contains }] }),
      },
      // Ids are ULIDs: newest first, and a stable cursor where two rows share a millisecond.
      orderBy: { id: 'desc' },
      take: limit + 1,
    })
    const page = rows.slice(0, limit)
    return {
      entries: page.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        actor: row.actorName ?? row.actorKind,
        action: row.action,
        outcome: row.outcome === 'refused' ? ('refused' as const) : ('done' as const),
        subject: row.subject,
        // Only `writeAudit` and its like write this column, always an object.
        details: row.details as JsonObject,
        correlationId: row.correlationId,
        ip: row.ip,
      })),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
  },
})
