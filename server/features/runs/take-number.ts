import { createGathering } from '@/server/kernel/gather'
import { tenantPoolAside } from '@/server/platform/db'

interface Project {
  orgId: string
  projectId: string
}

/**
 * The next run number of a project. It is taken in a statement of its own: a start that held the project's row until
 * its own commit would have all others of the project wait. A start that fails afterwards leaves a gap. Nothing waits
 * for the disk, as whoever commits a run with this number commits after it.
 */
export function takeNumber(project: Project): Promise<number> {
  return takeOne(project.projectId, project.orgId)
}

const takeOne = createGathering<string, number>({
  lanes: 1,
  most: 1_000,
  async work(projectId, orgIds) {
    const [orgId = ''] = orgIds
    const last = await raise(orgId, projectId, orgIds.length)
    return orgIds.map((_, index) => last - orgIds.length + 1 + index)
  },
})

async function raise(orgId: string, projectId: string, by: number): Promise<number> {
  const { rows } = await tenantPoolAside(orgId).query<{ last: number }>({
    name: 'take-number',
    text: `WITH soon AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
           UPDATE "Project" SET "lastRunNumber" = "lastRunNumber" + $2::int FROM soon WHERE id = $1
           RETURNING "lastRunNumber" AS last`,
    values: [projectId, by],
  })
  const row = rows[0]
  if (!row) throw new Error(`Project ${projectId} is gone.`)
  return row.last
}
