import type { StoredEvent } from '../store/events'
import type { FunctionSummary } from '../store/functions'
import type { RunStatus, StoredRun } from '../store/runs'

const STATUSES: Record<RunStatus, string> = {
  queued: 'Queued',
  running: 'Running',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
}
/** Inngest's own servers name an environment here; the embedded engine has one. */
const ENVIRONMENT_ID = '00000000-0000-4000-b000-000000000000'

/** A run as an Inngest server's REST API shows it. */
export function runView(run: StoredRun) {
  return {
    run_id: run.id,
    run_started_at: (run.startedAt ?? run.createdAt).toISOString(),
    function_id: run.functionId,
    function_version: 1,
    environment_id: ENVIRONMENT_ID,
    event_id: run.eventId,
    status: STATUSES[run.status],
    ended_at: run.endedAt?.toISOString() ?? null,
    output: run.output === null ? null : JSON.parse(run.output),
  }
}

export function eventView(event: StoredEvent) {
  return { internal_id: event.id, ...JSON.parse(event.payload), received_at: event.receivedAt.toISOString() }
}

export function functionView(fn: FunctionSummary) {
  return { id: fn.id, slug: fn.id, name: fn.name, appName: fn.appId, url: fn.url }
}

export function envelope(data: unknown) {
  const at = new Date().toISOString()
  return { data, metadata: { fetched_at: at, cached_until: at } }
}
