import { tenantPoolAside } from '@/server/platform/db'

interface Project {
  orgId: string
  projectId: string
}

interface Asked {
  resolve(number: number): void
  reject(error: unknown): void
}

/** Who waits for a number of each project. */
const asked = new Map<string, Asked[]>()

/**
 * The next run number of a project. It is taken in a statement of its own: a start that held the project's row until
 * its own commit would have all others of the project wait. A start that fails afterwards leaves a gap. Nothing waits
 * for the disk, as whoever commits a run with this number commits after it.
 */
export function takeNumber(project: Project): Promise<number> {
  return new Promise((resolve, reject) => {
    const waiting = asked.get(project.projectId)
    if (waiting) return void waiting.push({ resolve, reject })
    asked.set(project.projectId, [{ resolve, reject }])
    void giveNumbers(project)
  })
}

/** Those who ask while one statement is under way share the next one. */
async function giveNumbers({ orgId, projectId }: Project): Promise<void> {
  for (;;) {
    const waiting = asked.get(projectId) ?? []
    if (waiting.length === 0) {
      asked.delete(projectId)
      return
    }
    asked.set(projectId, [])
    try {
      const last = await raise(orgId, projectId, waiting.length)
      for (const [index, { resolve }] of waiting.entries()) resolve(last - waiting.length + 1 + index)
    } catch (error) {
      for (const { reject } of waiting) reject(error)
    }
  }
}

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
