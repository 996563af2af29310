import { addMember } from '@/server/features/members'
import { createProject, toSlug } from '@/server/features/projects'
import { newId } from '@/server/kernel/ids'
import type { TenantTransaction } from '@/server/platform/db'
import { RESERVED_SLUGS } from './reserved-slugs'
import { insertOrganization } from './store'

interface Created {
  orgId: string
  orgSlug: string
  projectSlug: string
}

/** An organization with its owner, a first project and the starter workflows, in the given transaction. */
export async function createOrganization(
  db: TenantTransaction,
  request: { name: string; ownerId: string },
): Promise<Created> {
  const { name, ownerId } = request
  const orgId = newId('organization')
  const orgSlug = await insertOrganization(db, { id: orgId, name, slugs: slugsFor(name) })
  await addMember({ orgId }, db, { userId: ownerId, role: 'owner', now: new Date() })
  const { projectSlug } = await createProject({ orgId }, db, {
    name: 'Main',
    userId: ownerId,
    hasStarters: true,
  })
  return { orgId, orgSlug, projectSlug }
}

function* slugsFor(name: string): Generator<string> {
  const wanted = toSlug(name, 'org')
  if (!RESERVED_SLUGS.has(wanted)) yield wanted
  for (let number = 2; ; number += 1) yield `${wanted}-${number}`
}
