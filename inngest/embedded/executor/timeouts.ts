import type { Sql } from '../store/database'
import { findTimedRuns, type TimedRun } from '../store/runs'
import { type DueWait, insertWait } from '../store/waits'
import { cancelRun } from './ingest'

/**
 * Cancels the runs that took longer than their function's `timeouts` allow, and looks at the others again later:
 * the time of `finish` counts from the first call, which nobody knew when the run was stored.
 */
export async function applyTimeouts(tx: Sql, due: DueWait[]): Promise<void> {
  if (due.length === 0) return
  const runs = new Map(
    (await findTimedRuns(tx, [...new Set(due.map((wait) => wait.runId))])).map((run) => [run.runId, run]),
  )
  for (const { runId, kind, stepId } of due) {
    const run = runs.get(runId)
    if (!run) continue
    const verdict = kind === 'start' ? ofStart(run) : ofFinish(run)
    if (verdict.kind === 'late') await cancelRun(tx, runId, verdict.reason)
    else if (verdict.kind === 'wait')
      await insertWait(tx, { runId, stepId, kind: 'finish', due: { kind: 'after', afterMs: verdict.ms } })
  }
}

type Verdict = { kind: 'fine' } | { kind: 'wait'; ms: number } | { kind: 'late'; reason: string }

function ofStart(run: TimedRun): Verdict {
  if (run.isStarted || run.startTimeoutMs === null) return { kind: 'fine' }
  return { kind: 'late', reason: `It waited for its first call longer than ${run.startTimeoutMs / 1_000} s.` }
}

function ofFinish(run: TimedRun): Verdict {
  if (run.finishTimeoutMs === null) return { kind: 'fine' }
  const leftMs = run.finishTimeoutMs - (run.ranMs ?? 0)
  return leftMs > 0
    ? { kind: 'wait', ms: leftMs }
    : { kind: 'late', reason: `It took longer than ${run.finishTimeoutMs / 1_000} s.` }
}
