import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { auditFacets } from '../store'

export const listAuditFacets = defineQuery({
  name: 'audit.facets',
  summary: 'The actions and actors that occur in the audit log, to filter by.',
  within: 'org',
  permission: 'audit.read',
  route: 'GET /audit-facets',
  input: z.object({}),
  output: z.object({
    actions: z.array(z.string()),
    actors: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
  run: ({ scope, db }) => auditFacets(scope, db),
})
