import { z } from 'zod'
import { requireSignedIn } from '@/server/features/sessions'
import { defineMutation } from '@/server/operations'
import { createOrganization } from '../create-organization'
import { organizationNameSchema } from '../schema'

export const createOrganizationOperation = defineMutation({
  name: 'organizations.create',
  summary: 'A new organization that the caller owns, with a first project and the starter workflows.',
  within: 'instance',
  permission: 'in-person',
  route: 'POST /organizations',
  input: z.object({ name: organizationNameSchema }),
  output: z.object({ orgId: z.string(), orgSlug: z.string(), projectSlug: z.string() }),
  audit: ({ name }, { orgId }) => ({ subject: orgId, orgId, details: { name } }),
  async run({ scope, db }, { name }) {
    return createOrganization(db, { name, ownerId: requireSignedIn(scope).userId })
  },
})
