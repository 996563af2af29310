import { z } from 'zod'

export const ACTOR_KINDS = ['user', 'apiKey', 'anonymous', 'system'] as const

/** Which entries: all given conditions hold. */
export const auditFilterSchema = z.object({
  outcome: z.enum(['done', 'refused']).optional(),
  /** A noun (`runs`) or one action (`runs.start`). */
  action: z.string().trim().min(1).max(100).optional(),
  /** The id of a user; also what their API keys did. */
  actor: z.string().trim().min(1).max(60).optional(),
  /** The id of a project. */
  project: z.string().trim().min(1).max(60).optional(),
  /** Finds in action, actor, subject, address and correlation id. */
  search: z.string().trim().max(200).optional(),
  /** Instants; `to` is not included. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})
export type AuditFilter = z.output<typeof auditFilterSchema>

/** One line of the log. What changed, and the details, come with the entry itself. */
export const auditSummarySchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  action: z.string(),
  outcome: z.enum(['done', 'refused']),
  actorKind: z.enum(ACTOR_KINDS),
  /** Null: nobody was signed in. */
  actorId: z.string().nullable(),
  actor: z.string(),
  subject: z.string().nullable(),
  projectId: z.string().nullable(),
})
export type AuditSummary = z.output<typeof auditSummarySchema>

export const auditEntrySchema = auditSummarySchema.extend({
  /** Null: deleted since, or the entry belongs to no project. */
  projectName: z.string().nullable(),
  /** The API key a program acted with. */
  apiKey: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  details: z.record(z.string(), z.json()),
  before: z.record(z.string(), z.json()).nullable(),
  after: z.record(z.string(), z.json()).nullable(),
  correlationId: z.string().nullable(),
  ip: z.string().nullable(),
})
export type AuditEntry = z.output<typeof auditEntrySchema>
