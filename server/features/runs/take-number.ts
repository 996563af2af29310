import { type Batcher, createBatches } from '@/server/kernel/batches'
import { type Queryable, tenantHot, tenantPoolAside } from '@/server/platform/db'

interface Project {
  orgId: string
  projectId: string
}

interface Taken {
  number: number
  /** What time it is in the database, by how long ago it told. */
  now(): Date
}

/** Who is asked for numbers, by project, over each of an organization's ways to Postgres. */
const askers = new WeakMap<Queryable, Map<string, Batcher<void, Taken>>>()

/**
 * The next run number of a project. It is taken in a statement of its own: a start that held the project's row until
 * its own commit would have all others of the project wait. Those who ask while one statement is under way share the
 * next one. A start that fails afterwards leaves a gap. Nothing waits for the disk, as whoever commits a run with this
 * number commits after it, and it goes over connections of its own, as the caller may hold one of the others.
 */
export async function takeNumber(project: Project): Promise<number> {
  return (await take(tenantPoolAside(project.orgId), project)).number
}

function take(db: Queryable, { projectId }: Project): Promise<Taken> {
  const known = askers.get(db) ?? new Map<string, Batcher<void, Taken>>()
  const ask =
    known.get(projectId) ??
    createBatches((asked) => takeNumbers(db, projectId, asked.length), {
      maxItems: 1_000,
      maxUnderWay: 1,
      isAtOnce: true,
    })
  askers.set(db, known.set(projectId, ask))
  return ask()
}

export interface Numbered extends Taken {
  /** For who does not use it after all; it is the next one again, unless others have taken later ones. */
  giveBack(): void
}

/**
 * Takes a number while `plan` does its work, for a caller that holds no connection. Where that comes to nothing, it is
 * given back.
 */
export async function numbered<Plan extends object>(
  project: Project,
  plan: () => Promise<Plan>,
): Promise<Plan & Numbered> {
  const taking = take(tenantHot(project.orgId).soon, project)
  const giveBack = () => {
    // A gap is all that comes of it where this fails too.
    void taking.then(({ number }) => lower(project, number)).catch(() => undefined)
  }
  try {
    const planned = await plan()
    return { ...planned, ...(await taking), giveBack }
  } catch (error) {
    giveBack()
    throw error
  }
}

async function takeNumbers(db: Queryable, projectId: string, count: number): Promise<Taken[]> {
  const { rows } = await db.query<{ last: number; at: Date }>({
    name: 'take-number',
    text: `WITH ${SOON} UPDATE "Project" SET "lastRunNumber" = "lastRunNumber" + $2::int FROM soon WHERE id = $1
           RETURNING "lastRunNumber" AS last, clock_timestamp() AS at`,
    values: [projectId, count],
  })
  const row = rows[0]
  if (!row) throw new Error(`Project ${projectId} is gone.`)
  const readMs = performance.now()
  const now = () => new Date(row.at.getTime() + performance.now() - readMs)
  return Array.from({ length: count }, (_, index) => ({ number: row.last - count + 1 + index, now }))
}

async function lower({ orgId, projectId }: Project, number: number): Promise<void> {
  await tenantHot(orgId).soon.query({
    name: 'give-number-back',
    text: `WITH ${SOON} UPDATE "Project" SET "lastRunNumber" = "lastRunNumber" - 1 FROM soon
            WHERE id = $1 AND "lastRunNumber" = $2::int`,
    values: [projectId, number],
  })
}

const SOON = `soon AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))`
