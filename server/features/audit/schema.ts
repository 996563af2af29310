import { z } from 'zod'

export const auditEntrySchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  outcome: z.enum(['done', 'refused']),
  subject: z.string().nullable(),
  details: z.record(z.string(), z.json()),
  correlationId: z.string().nullable(),
  ip: z.string().nullable(),
})
export type AuditEntry = z.output<typeof auditEntrySchema>
