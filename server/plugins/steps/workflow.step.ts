import type { StepKind } from '@/server/language/contracts'
import type { WorkflowStepConfig } from '@/server/language/definition/kinds'
import { callerOf } from './step-caller'

/** Starts a run of another workflow; unless it is detached, the interpreter ends the step when that run is over. */
export const workflowStep: StepKind<WorkflowStepConfig> = {
  kind: 'workflow',
  async run(context) {
    const { use, version, inputs, isDetached } = context.config
    const started = await context.ports.runs.start(callerOf(context), {
      workflow: use,
      inputs,
      isDetached,
      ...(version !== undefined && { version }),
    })
    if (!started.ok) {
      const { code, message, details } = started
      return { kind: 'failed', failure: { code, message, retryable: false, ...(details && { details }) } }
    }
    const { runId, number } = started
    context.log('info', `Started run #${number} of ${use}.`, { runId })
    return isDetached
      ? { kind: 'succeeded', output: { runId, number } }
      : { kind: 'waiting', wait: { kind: 'child', childRunId: runId } }
  },
}
