import { type Batcher, createBatches } from '@/server/kernel/batches'
import { tenantHot } from '@/server/platform/db'

interface Project {
  orgId: string
  projectId: string
}

interface Taken {
  number: number
  /** What time it is in the database, by how long ago it told. */
  now(): Date
}

/** Who is asked for numbers, by project. */
const askers = new Map<string, Batcher<Project, Taken>>()
const MOST_ASKERS = 1_000

/**
 * The next run number of a project. It is taken in a statement of its own: a start that held the project's row until
 * its own commit would have all others of the project wait. Those who ask while one statement is under way share the
 * next one. A start that fails afterwards leaves a gap. Nothing waits for the disk, as whoever commits a run with this
 * number commits after it.
 */
export async function takeNumber(project: Project): Promise<number> {
  return (await take(project)).number
}

function take(project: Project): Promise<Taken> {
  const key = `${project.orgId}/${project.projectId}`
  let ask = askers.get(key)
  if (!ask) {
    if (askers.size >= MOST_ASKERS) askers.clear()
    ask = createBatches(takeNumbers, { maxItems: 1_000, maxUnderWay: 1, isAtOnce: true })
    askers.set(key, ask)
  }
  return ask(project)
}

/**
 * Takes a number while `plan` does its work. Where that comes to nothing, the number is given back, unless others
 * have taken later ones.
 */
export async function numbered<Plan extends object>(
  project: Project,
  plan: () => Promise<Plan>,
): Promise<Plan & Taken> {
  const taking = take(project)
  try {
    const planned = await plan()
    return { ...planned, ...(await taking) }
  } catch (error) {
    // A gap is all that comes of it where this fails too.
    void taking.then(({ number }) => giveBack(project, number)).catch(() => undefined)
    throw error
  }
}

/** All of one project. */
async function takeNumbers(projects: Project[]): Promise<Taken[]> {
  const [{ orgId, projectId } = { orgId: '', projectId: '' }] = projects
  const { rows } = await tenantHot(orgId).soon.query<{ last: number; at: Date }>({
    name: 'take-number',
    text: `WITH ${SOON} UPDATE "Project" SET "lastRunNumber" = "lastRunNumber" + $2::int FROM soon WHERE id = $1
           RETURNING "lastRunNumber" AS last, clock_timestamp() AS at`,
    values: [projectId, projects.length],
  })
  const row = rows[0]
  if (!row) throw new Error(`Project ${projectId} is gone.`)
  const readMs = performance.now()
  const now = () => new Date(row.at.getTime() + performance.now() - readMs)
  return projects.map((_, index) => ({ number: row.last - projects.length + 1 + index, now }))
}

async function giveBack({ orgId, projectId }: Project, number: number): Promise<void> {
  await tenantHot(orgId).soon.query({
    name: 'give-number-back',
    text: `WITH ${SOON} UPDATE "Project" SET "lastRunNumber" = "lastRunNumber" - 1 FROM soon
            WHERE id = $1 AND "lastRunNumber" = $2::int`,
    values: [projectId, number],
  })
}

const SOON = `soon AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))`
