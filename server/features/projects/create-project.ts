import { addStarterWorkflows } from '@/server/features/workflows'
import { newId } from '@/server/kernel/ids'
import type { TenantTransaction } from '@/server/platform/db'
import { freeSlug, toSlug } from './slug'

interface Created {
  projectId: string
  projectSlug: string
}

/** A project with a free address, in the given transaction. Call it with the organization locked. */
export async function createProject(
  { orgId }: { orgId: string },
  db: TenantTransaction,
  request: { name: string; userId: string; hasStarters: boolean },
): Promise<Created> {
  const projectId = newId('project')
  const siblings = await db.project.findMany({ where: { orgId }, select: { slug: true } })
  const projectSlug = freeSlug(toSlug(request.name, 'project'), new Set(siblings.map(({ slug }) => slug)))
  await db.project.createMany({ data: { id: projectId, orgId, slug: projectSlug, name: request.name } })
  if (request.hasStarters) await addStarterWorkflows(db, { orgId, projectId, userId: request.userId })
  return { projectId, projectSlug }
}
