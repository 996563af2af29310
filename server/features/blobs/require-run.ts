import { AppError } from '@/server/kernel/errors'
import type { TenantDb } from '@/server/platform/db'

/**
 * The run whose page asks. A result can have been kept by another run of the project: a replay goes on with what
 * the run it repeats has finished.
 */
export async function requireRun(
  { orgId, projectId }: { orgId: string; projectId: string },
  db: Pick<TenantDb, 'run'>,
  id: string,
): Promise<void> {
  const run = await db.run.findFirst({ where: { id, orgId, projectId }, select: { id: true } })
  if (!run) throw new AppError('not_found', 'There is no such run in this project.')
}
