import type { StepCaller, StepContext } from '@/server/language/contracts'

/** Under which name a step asks for what is done only once for each attempt. */
export function callerOf(context: StepContext<unknown>): StepCaller {
  const { orgId, projectId, runId, path, attempt } = context
  return { orgId, projectId, runId, path, attempt }
}
