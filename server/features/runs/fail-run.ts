import type { RunError } from '@/server/kernel/run-events'
import { cancelUnattended } from './cancel-unattended'
import { endRun } from './end-run'

/** Ends a run that the engine gave up on, and asks those it waited for to stop. Does nothing to one that ended. */
export async function failRun(
  target: { orgId: string; runId: string; generation: number },
  error: RunError,
): Promise<void> {
  const children = await endRun(target, { type: 'run.failed', error })
  for (const childRunId of children) await cancelUnattended(target.orgId, childRunId)
}
