import { COMMAND_CODES } from './error-codes/command-codes'
import type { ErrorInfo } from './error-codes/error-info'
import { MODEL_CODES } from './error-codes/model-codes'
import { NETWORK_CODES } from './error-codes/network-codes'
import { REFUSAL_CODES } from './error-codes/refusal-codes'
import { RUN_CODES } from './error-codes/run-codes'
import { VALUE_CODES } from './error-codes/value-codes'

export type { ErrorInfo }

/** Every code with which a step or run can fail by itself, by what it is about. `fail` steps make their own. */
export const ERROR_CODE_GROUPS: { title: string; codes: Readonly<Record<string, ErrorInfo>> }[] = [
  { title: 'Runs and steps', codes: RUN_CODES },
  { title: 'Values, expressions and code', codes: VALUE_CODES },
  { title: 'Requests', codes: NETWORK_CODES },
  { title: 'Models', codes: MODEL_CODES },
  { title: 'Commands', codes: COMMAND_CODES },
  { title: 'Refusals', codes: REFUSAL_CODES },
]

export const ERROR_CODES: Readonly<Record<string, ErrorInfo>> = {
  ...RUN_CODES,
  ...VALUE_CODES,
  ...NETWORK_CODES,
  ...MODEL_CODES,
  ...COMMAND_CODES,
  ...REFUSAL_CODES,
}

/** What a code means; `undefined` for one that a workflow's author made. */
export function errorInfoOf(code: string): ErrorInfo | undefined {
  if (Object.hasOwn(ERROR_CODES, code)) return ERROR_CODES[code]
  // A single status, as a workflow may name it, belongs to its family.
  if (/^http_4\d\d$/.test(code)) return ERROR_CODES.http_4xx
  if (/^http_5\d\d$/.test(code)) return ERROR_CODES.http_5xx
  return undefined
}

/** What to do about an error of a step or run; `undefined` for a code that a workflow's author made. */
export function adviceOf(code: string): string | undefined {
  return errorInfoOf(code)?.advice
}
