import type { Assumed } from '@/server/platform/db'

/** A run number that a project gave, or several. */
interface Given {
  first: number
  last: number
  /** What time it was in the database. */
  at: Date
}

export interface Taken {
  number: number
  /** What time it is in the database, by how long ago it told. */
  now(): Date
}

interface Expected extends Taken {
  /** It is the next one: written with the run, in its statement. */
  assumed: readonly Assumed[]
  /** Until then no other number is expected, nor asked for. */
  holdUntil(written: Promise<unknown>): void
  /** It is not written: the next ones are asked for. */
  giveBack(): Promise<void>
}

interface Known {
  last: number
  /** How often in a row the next number was the next one here, too. */
  inARow: number
  atMs: number
  /** By both clocks of this process, when it was told. */
  readMs: number
  wallMs: number
  /** Whoever writes what is expected is at it. */
  expecting?: Promise<unknown>
}

const MOST = 1_000
/** Until then others, in other processes, may be starting runs of the project just as often. */
const SURE = 2
/** Clocks drift apart. */
const LONGEST_MS = 300_000
/** By so much more, and the machine has slept, or somebody has set its clock. */
const MOST_APART_MS = 1_000

const known = new Map<string, Known>()

/** Keeps what a project's numbers have come to. */
export function noteGiven(projectId: string, { first, last, at }: Given): void {
  const before = known.get(projectId)
  known.delete(projectId)
  known.set(projectId, {
    last,
    inARow: before?.last === first - 1 ? before.inARow + 1 : 0,
    atMs: at.getTime(),
    readMs: performance.now(),
    wallMs: Date.now(),
  })
  const [oldest] = known.keys()
  if (known.size > MOST && oldest !== undefined) known.delete(oldest)
}

/** It came otherwise: the next ones are asked for. */
export function forgetNumber(projectId: string): void {
  known.delete(projectId)
}

/**
 * The next number of a project that only this process seems to start runs of, one at a time. Nobody has asked for it:
 * whoever writes the run assumes it.
 */
export function expectNumber(projectId: string): Expected | undefined {
  const project = known.get(projectId)
  if (!project || project.inARow < SURE || project.expecting || !isFresh(project)) return undefined
  const { atMs, readMs } = project
  project.last += 1
  let end: () => void = () => undefined
  const over = new Promise<void>((resolve) => {
    end = resolve
  })
  project.expecting = over.then(() => delete project.expecting)
  return {
    number: project.last,
    now: () => new Date(atMs + performance.now() - readMs),
    assumed: [takes(projectId, project.last)],
    holdUntil: (written) => void written.then(end, end),
    async giveBack() {
      forgetNumber(projectId)
      end()
    },
  }
}

/** Until then, to ask for a number would take the one that somebody expects. */
export function whenExpected(projectId: string): Promise<unknown> | undefined {
  return known.get(projectId)?.expecting
}

function isFresh({ readMs, wallMs }: Known): boolean {
  const passedMs = performance.now() - readMs
  return passedMs < LONGEST_MS && Math.abs(Date.now() - wallMs - passedMs) < MOST_APART_MS
}

function takes(projectId: string, number: number): Assumed {
  return {
    statement: {
      name: 'expected-number',
      text: `UPDATE "Project" SET "lastRunNumber" = $2::int WHERE id = $1 AND "lastRunNumber" = $2::int - 1
             RETURNING "lastRunNumber" AS number`,
      values: [projectId, number],
    },
    rows: JSON.stringify([{ number }]),
  }
}
