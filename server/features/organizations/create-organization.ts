import { addStarterWorkflows } from '@/server/features/workflows'
import { newId } from '@/server/kernel/ids'
import type { TenantTransaction } from '@/server/platform/db'
import { toSlug } from './slug'

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
  const orgId = newId('organization')
  const projectId = newId('project')
  const orgSlug = await freeSlug(db, toSlug(request.name, 'org'))
  const projectSlug = 'main'
  await db.organization.create({ data: { id: orgId, slug: orgSlug, name: request.name } })
  await db.membership.create({
    data: { id: newId('membership'), orgId, userId: request.ownerId, role: 'owner' },
  })
  await db.project.create({ data: { id: projectId, orgId, slug: projectSlug, name: 'Main' } })
  await addStarterWorkflows(db, { orgId, projectId, userId: request.ownerId })
  return { orgId, orgSlug, projectSlug }
}

async function freeSlug(db: TenantTransaction, wanted: string): Promise<string> {
  const taken = await db.organization.findMany({
    where: { slug: { startsWith: wanted } },
    select: { slug: true },
  })
  const slugs = new Set(taken.map((org) => org.slug))
  if (!slugs.has(wanted)) return wanted
  let number = 2
  while (slugs.has(`${wanted}-${number}`)) number += 1
  return `${wanted}-${number}`
}
