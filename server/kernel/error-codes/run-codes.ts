import type { ErrorInfo } from './error-info'

/** What ends runs and steps, whatever their kind. */
export const RUN_CODES = {
  timeout: {
    title: 'Timed out',
    meaning: 'A step, a request or an event took longer than allowed.',
    advice: 'Raise the timeout of the step, or resume to try again.',
    retry: 'yes',
  },
  run_timeout: {
    title: 'The run timed out',
    meaning: 'The run took longer than the `timeout` of its workflow.',
    advice: 'Raise it in the workflow, then resume.',
    retry: 'no',
  },
  cancelled: {
    title: 'Cancelled',
    meaning: 'Somebody, or a concurrency limit, asked the run to stop.',
    advice: 'Resume the run to go on from here.',
    retry: 'no',
  },
  interrupted: {
    title: 'Interrupted',
    meaning: 'The process that executed the step died several times while it ran.',
    advice:
      'Look for what ends it, such as memory that runs out, and whether its effect is there already. Then resume.',
    retry: 'no',
  },
  engine_failure: {
    title: 'The engine gave up',
    meaning: 'The run could not be advanced, again and again: the database or the engine was not well.',
    advice: 'Resume the run when they are. An operator finds the cause in the log of the server.',
    retry: 'no',
  },
  bug: {
    title: 'A fault of Pawl',
    meaning: 'Something happened that Pawl does not expect.',
    advice:
      'Resume to try again. If it stays, tell who operates Pawl; the log of the server has the details.',
    retry: 'no',
  },
  failed: {
    title: 'Failed on purpose',
    meaning: 'A `fail` step ended the run; its author may give it a code of its own instead.',
    advice: 'Its message says why and what to do.',
    retry: 'no',
  },
  assertion_failed: {
    title: 'A check did not hold',
    meaning: 'A condition of an `assert` step was not true.',
    advice: 'Look at the input of the step, mend what feeds it, then resume or run again.',
    retry: 'no',
  },
  approval_rejected: {
    title: 'Rejected',
    meaning: 'Somebody rejected the request, or nobody decided in time and that means no.',
    advice: 'Their comment says why. Resume the run to ask again.',
    retry: 'no',
  },
  approval_timeout: {
    title: 'Nobody decided',
    meaning: 'The time of an `approval` step was over, and nobody had decided.',
    advice: 'Resume the run to ask again.',
    retry: 'no',
  },
  loop_limit: {
    title: 'The loop went on too long',
    meaning: 'A `loop` was not over after its `maxIterations`.',
    advice: 'Look whether its condition can come true. Raise `maxIterations` if it only takes longer.',
    retry: 'no',
  },
  rollback_failed: {
    title: 'Not everything was undone',
    meaning: 'An `undo` step failed, so the rollback stopped there.',
    advice: 'Mend what it needs, then roll back again: what was undone stays undone.',
    retry: 'no',
  },
  child_failed: {
    title: 'The started run failed',
    meaning: 'A run that this step started, or a part of it, did not succeed and left no error of its own.',
    advice: 'Open that run: its own error says what to do. Then resume.',
    retry: 'no',
  },
  unknown_workflow: {
    title: 'No such workflow',
    meaning: 'A `workflow` step names one that this project does not have, or that is archived.',
    advice: 'Mend its name in the workflow, or restore the workflow; then run again.',
    retry: 'no',
  },
  not_published: {
    title: 'The workflow was never published',
    meaning: 'A `workflow` step names one that has a draft only.',
    advice: 'Publish it, then resume.',
    retry: 'no',
  },
  unknown_version: {
    title: 'No such version',
    meaning: 'A `workflow` step names a version or a label that its workflow does not have.',
    advice: 'Mend the number or set the label, then resume.',
    retry: 'no',
  },
  invalid_inputs: {
    title: 'The inputs do not fit',
    meaning: 'What a `workflow` step gives does not fit the inputs of that workflow.',
    advice: 'Its message names which. Mend them in the workflow, then run again.',
    retry: 'no',
  },
  missing_variable: {
    title: 'A variable is not set',
    meaning: 'A workflow that a step starts reads a variable that this project does not have.',
    advice: 'Add the variable in the settings, then resume.',
    retry: 'no',
  },
  unknown: {
    title: 'An error without a name',
    meaning: 'The step failed, and nothing was kept of why.',
    advice: 'Resume to try again.',
    retry: 'no',
  },
  too_deep: {
    title: 'Too many runs within runs',
    meaning: 'Runs start runs that start runs, more than is allowed.',
    advice: 'Look whether a workflow starts itself without end.',
    retry: 'no',
  },
} as const satisfies Record<string, ErrorInfo>
