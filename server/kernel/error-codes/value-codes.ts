import type { ErrorInfo } from './error-info'

/** Expressions, code, configurations, outputs. */
export const VALUE_CODES = {
  expression_failed: {
    title: 'An expression failed',
    meaning: 'An expression could not be evaluated with these values.',
    advice: 'Look at the steps it reads; `?.` reads what may be absent.',
    retry: 'no',
  },
  invalid_config: {
    title: 'A step cannot run with these values',
    meaning: 'Once its expressions were evaluated, the configuration of the step did not fit its kind.',
    advice: 'Its message names the field. Mend what feeds it, then resume or run again.',
    retry: 'no',
  },
  code_failed: {
    title: 'The code threw an error',
    meaning: 'A `code` step threw, or one of its calls failed and it did not catch that.',
    advice: 'Look at its input; resume to try once more, or mend the workflow and run again.',
    retry: 'no',
  },
  code_diverged: {
    title: 'The code took another way',
    meaning:
      'When it was replayed, the code made another call than the one recorded. Code has to do the same when it gets the same answers.',
    advice: 'Replay the run from this step: it begins anew there.',
    retry: 'no',
  },
  memory_exceeded: {
    title: 'Out of memory',
    meaning: 'An expression or code needed more memory than it may have.',
    advice: 'Work on less at a time, or raise `memoryMb` of the `code` step.',
    retry: 'no',
  },
  sandbox_crashed: {
    title: 'The sandbox stopped',
    meaning: 'The thread that runs expressions and code ended by itself.',
    advice: 'Resume to try again. If it stays, the code asks for something that the sandbox cannot bear.',
    retry: 'sometimes',
  },
  generated_invalid: {
    title: 'The steps it made are not valid',
    meaning: 'A `code` step with `dynamic: true` returned steps that do not pass the checks.',
    advice: 'Its details list the problems. Mend the code, then run again.',
    retry: 'no',
  },
  invalid_output: {
    title: 'It made no steps',
    meaning: 'A `code` step with `dynamic: true` returned something else than `{ steps: […] }`.',
    advice: 'Mend what the code returns, then run again.',
    retry: 'no',
  },
  output_invalid: {
    title: 'The output is not valid',
    meaning: 'What the step returned cannot be written as JSON.',
    advice: 'Return texts, numbers, lists and objects only.',
    retry: 'no',
  },
  output_too_large: {
    title: 'The output is too large',
    meaning: 'What the step returned is larger, or nested deeper, than a result may be.',
    advice: 'Return only what later steps need.',
    retry: 'no',
  },
  schema_mismatch: {
    title: 'The output has another shape',
    meaning: 'The result does not satisfy the `output` that the step declares.',
    advice: 'Its message names where. Change the step or its `output`.',
    retry: 'sometimes',
  },
  secret_missing: {
    title: 'A secret is not set',
    meaning: 'The step uses a secret that this project does not have.',
    advice: 'Add the secret in the settings, then resume.',
    retry: 'no',
  },
  unknown_tool: {
    title: 'No such tool',
    meaning: 'A `tool` step names a tool that this instance does not have.',
    advice: 'Its message names the nearest. Mend the name in the workflow, then run again.',
    retry: 'no',
  },
} as const satisfies Record<string, ErrorInfo>
