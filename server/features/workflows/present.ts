import type { RunStatus } from '@/server/kernel/statuses'
import { RUN_STATUSES } from '@/server/kernel/statuses'
import type { WorkflowSummary } from './schema'

interface SummaryRow {
  id: string
  name: string
  title: string
  description: string | null
  latestVersion: number
  updatedAt: Date
  runs: { id: string; number: number; status: string; createdAt: Date }[]
}

/** A row as a client sees it. */
export function presentSummary(row: SummaryRow): WorkflowSummary {
  const [run] = row.runs
  return {
    id: row.id,
    name: row.name,
    title: row.title,
    description: row.description,
    latestVersion: row.latestVersion,
    updatedAt: row.updatedAt.toISOString(),
    lastRun: run
      ? {
          id: run.id,
          number: run.number,
          status: asRunStatus(run.status),
          createdAt: run.createdAt.toISOString(),
        }
      : null,
  }
}

function asRunStatus(status: string): RunStatus {
  const known = RUN_STATUSES.find((candidate) => candidate === status)
  if (!known) throw new Error(`Unknown run status in the database: ${status}`)
  return known
}
