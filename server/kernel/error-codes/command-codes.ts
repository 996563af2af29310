import type { ErrorInfo } from './error-info'

/** Commands of `shell` steps. */
export const COMMAND_CODES = {
  shell_disabled: {
    title: 'Commands are off',
    meaning: 'The instance, the organization or the project does not allow commands.',
    advice: 'Who manages the settings can turn them on, under Settings, Commands; then resume.',
    retry: 'no',
  },
  shell_exit: {
    title: 'The command failed',
    meaning: 'The command ended with an exit code that is not among `successCodes`, or a signal ended it.',
    advice:
      'Look at its log. Mend the command, or name the code in `successCodes`; then resume or run again.',
    retry: 'yes',
  },
  shell_not_found: {
    title: 'No such program',
    meaning: 'The program is not there on the machine that executes the runs.',
    advice: 'Check its name. Who operates Pawl can install it; then resume.',
    retry: 'no',
  },
  shell_failed_to_start: {
    title: 'The command did not start',
    meaning:
      'The program may not be executed, its arguments are too large, or the folder of the run cannot be used.',
    advice: 'Its message says which. Mend that, then resume.',
    retry: 'no',
  },
} as const satisfies Record<string, ErrorInfo>
