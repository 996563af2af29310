/** What to do about an error of a step or run, by its code. */
const ADVICE: Record<string, string> = {
  approval_rejected: 'Somebody rejected the request. Their comment says why.',
  approval_timeout: 'Nobody decided in time. Resume the run to ask again.',
  assertion_failed:
    'A check did not hold. Look at the input of the step, mend what feeds it, then resume or run again.',
  blocked_host: 'Pawl refuses private addresses. An admin can list this host in PAWL_ALLOWED_HOSTS.',
  cancelled: 'Resume the run to go on from here.',
  code_failed:
    'The code threw an error. Look at its input; resume to try once more, or mend the workflow and run again.',
  content_filtered: 'The model refused. Change the prompt or the model.',
  context_too_long: 'The prompt is longer than the model can read. Shorten it or choose another model.',
  expression_failed: 'An expression could not be evaluated with these values. Look at the steps it reads.',
  http_4xx: 'The other side refused the request. Check its address, headers and secrets.',
  http_5xx: 'The other side had a fault. Resume the run when it is well again.',
  http_429: 'The other side asks for a pause. Resume the run later, or give the step more retries.',
  invalid_key: 'The key was refused. Check the secret of this provider in the settings.',
  invalid_url: 'The address is not a URL. Look at the input of the step.',
  output_invalid: 'The output does not have the declared shape. Change the step or its output schema.',
  output_too_large: 'The output is too large. Return only what later steps need.',
  overloaded: 'The provider is overloaded. Resume the run later.',
  provider_unavailable: 'The provider cannot be reached. Resume the run later.',
  quota_exceeded: 'The account of this provider is used up. Top it up, then resume.',
  rate_limited: 'Too many requests at once. Resume the run later, or give the step more retries.',
  run_timeout: 'The run took longer than its timeout. Raise it in the workflow, then resume.',
  schema_mismatch: 'The value does not have the declared shape. Change the step or its output schema.',
  secret_missing: 'Add the secret in the settings, then resume.',
  timeout: 'It took longer than allowed. Raise the timeout of the step, or resume to try again.',
  unknown_provider: 'Connect this provider in the settings, then resume.',
}

export function adviceFor(code: string): string | undefined {
  if (Object.hasOwn(ADVICE, code)) return ADVICE[code]
  if (/^http_4\d\d$/.test(code)) return ADVICE.http_4xx
  if (/^http_5\d\d$/.test(code)) return ADVICE.http_5xx
  return undefined
}
