import type { ErrorCode } from '../errors'
import type { ErrorInfo } from './error-info'

/** What operations and ports refuse a step, in the words of the API. */
export const REFUSAL_CODES = {
  invalid_input: {
    title: 'The input does not fit',
    meaning: 'A tool or an operation does not take what it was given.',
    advice: 'Its message names what and where. Mend it in the workflow, then run again.',
    retry: 'no',
  },
  unauthenticated: {
    title: 'Not signed in',
    meaning: 'What the step asked for needs somebody who is signed in.',
    advice: 'Start the run again as somebody with an account.',
    retry: 'no',
  },
  forbidden: {
    title: 'Not allowed',
    meaning: 'Whoever the step acts for may not do this.',
    advice: 'Ask who manages the project for the permission, then resume.',
    retry: 'no',
  },
  not_found: {
    title: 'Not there',
    meaning: 'What the step needs is not there any more, such as a result that was erased.',
    advice: 'Run again, so that it is made anew.',
    retry: 'no',
  },
  conflict: {
    title: 'Changed at the same moment',
    meaning: 'Somebody else changed the same thing at the same moment.',
    advice: 'Resume to try again.',
    retry: 'no',
  },
  too_large: {
    title: 'Too large',
    meaning: 'What the step gives is larger than what is taken.',
    advice: 'Give less, or in parts.',
    retry: 'no',
  },
  invalid_state: {
    title: 'Not possible now',
    meaning: 'What the step asks for does not go with how things stand.',
    advice: 'Its message says why. Mend that, then resume.',
    retry: 'no',
  },
  limit_exceeded: {
    title: 'A limit was reached',
    meaning: 'There is more of it than is allowed at this time.',
    advice: 'Resume the run later.',
    retry: 'yes',
  },
  unavailable: {
    title: 'Not available',
    meaning: 'A part of Pawl, such as its database, did not answer.',
    advice: 'Resume the run when it is well again.',
    retry: 'yes',
  },
} as const satisfies Record<Exclude<ErrorCode, 'bug'>, ErrorInfo>
