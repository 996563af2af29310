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
  labels: { name: string; version: { number: number | null } }[]
  runs: { id: string; number: number; versionNumber: number | null; status: string; createdAt: Date }[]
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
    labels: row.labels.flatMap(({ name, version }) =>
      // Labels are set on published versions only.
      version.number === null ? [] : [{ name, version: version.number }],
    ),
    updatedAt: row.updatedAt.toISOString(),
    lastRun: run
      ? {
          id: run.id,
          number: run.number,
          versionNumber: run.versionNumber,
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
