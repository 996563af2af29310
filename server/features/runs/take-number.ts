import { type Batcher, createBatches } from '@/server/kernel/batches'
import { type Assumed, type Queryable, tenantHot, tenantPoolAside } from '@/server/platform/db'
import { expectNumber, forgetNumber, noteGiven, type Taken, whenExpected } from './expected-number'

interface Project {
  orgId: string
  projectId: string
}

/** Projects that are asked for numbers right now, by how often. */
const asking = new Map<string, number>()

/** Who is asked for numbers, by project, over each of an organization's ways to Postgres. */
const askers = new WeakMap<Queryable, Map<string, Batcher<void, Taken>>>()

/**
 * The next run number of a project. It is taken in a statement of its own: starts that come together and held the
 * project's row until their own commits would wait for each other. Those who ask while one statement is under way
 * share the next one. A start that fails afterwards leaves a gap. Nothing waits for the disk, as whoever commits a run
 * with this number commits after it, and it goes over connections of its own, as the caller may hold one of the others.
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
  giveBack(): Promise<void>
  /** Where the number is one that nobody has asked for yet. */
  assumed: readonly Assumed[]
  /** Told by who writes it. */
  holdUntil(written: Promise<unknown>): void
}

/**
 * Takes a number while `plan` does its work, for a caller that holds no connection. Where that comes to nothing, it is
 * given back. `isRecalled`: it asks for nothing, but expects one, if it can.
 */
export async function numbered<Plan extends object>(
  project: Project,
  plan: () => Promise<Plan>,
  { isRecalled }: { isRecalled: boolean },
): Promise<Plan & Numbered> {
  if (isRecalled) return { ...(await plan()), ...expected(project) }
  const expecting = whenExpected(project.projectId)
  const ask = () => take(tenantHot(project.orgId).soon, project)
  const taking = expecting ? expecting.then(ask) : ask()
  const giveBack = () => {
    forgetNumber(project.projectId)
    // A gap is all that comes of it where this fails too.
    return taking.then(({ number }) => lower(project, number)).catch(() => undefined)
  }
  try {
    const planned = await plan()
    return { ...planned, ...(await taking), giveBack, assumed: [], holdUntil: () => undefined }
  } catch (error) {
    await giveBack()
    throw error
  }
}

function expected({ projectId }: Project): Numbered {
  const next = asking.has(projectId) ? undefined : expectNumber(projectId)
  if (!next) throw new Error('Nobody can tell which number is next.')
  return next
}

async function takeNumbers(db: Queryable, projectId: string, count: number): Promise<Taken[]> {
  asking.set(projectId, (asking.get(projectId) ?? 0) + 1)
  try {
    return await askForNumbers(db, projectId, count)
  } finally {
    const others = (asking.get(projectId) ?? 1) - 1
    if (others > 0) asking.set(projectId, others)
    else asking.delete(projectId)
  }
}

async function askForNumbers(db: Queryable, projectId: string, count: number): Promise<Taken[]> {
  const { rows } = await db.query<{ last: number; at: Date }>({
    name: 'take-number',
    text: `WITH ${SOON} UPDATE "Project" SET "lastRunNumber" = "lastRunNumber" + $2::int FROM soon WHERE id = $1
           RETURNING "lastRunNumber" AS last, clock_timestamp() AS at`,
    values: [projectId, count],
  })
  const row = rows[0]
  if (!row) throw new Error(`Project ${projectId} is gone.`)
  const readMs = performance.now()
  noteGiven(projectId, { first: row.last - count + 1, last: row.last, at: row.at })
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
