import type { ErrorInfo } from './error-info'

/** Requests to the outside. */
export const NETWORK_CODES = {
  http_4xx: {
    title: 'The request was refused',
    meaning: 'The other side answered with a status from 400 to 499.',
    advice: 'Check its address, headers and secrets; the details show what it answered.',
    retry: 'sometimes',
  },
  http_429: {
    title: 'Too many requests',
    meaning: 'The other side asks for a pause.',
    advice: 'Resume the run later, or give the step more retries.',
    retry: 'yes',
  },
  http_5xx: {
    title: 'A fault of the other side',
    meaning: 'The other side answered with a status from 500 to 599.',
    advice: 'Resume the run when it is well again.',
    retry: 'yes',
  },
  http_unexpected_status: {
    title: 'Another answer than expected',
    meaning: 'The other side answered with a status that `expect` does not name.',
    advice: 'Look at the answer in the details. Name the status in `expect`, or mend the request.',
    retry: 'no',
  },
  invalid_url: {
    title: 'The address is not a URL',
    meaning: 'A request needs a complete URL that begins with https:// or http://.',
    advice: 'Look at the input of the step, and mend what the address is made of.',
    retry: 'no',
  },
  invalid_request: {
    title: 'The request is not valid',
    meaning:
      'The request has a header or method that cannot be sent, or a model provider does not understand it.',
    advice: 'Its message says which. Mend it in the workflow, then run again.',
    retry: 'no',
  },
  blocked_host: {
    title: 'A private address',
    meaning: 'Pawl refuses to call private and loopback addresses.',
    advice: 'Who operates Pawl can list this host in PAWL_ALLOWED_HOSTS.',
    retry: 'no',
  },
  host_not_allowed: {
    title: 'The host is not allowed',
    meaning: 'The host is not among those that the project or its organization allows.',
    advice: 'Who manages the settings can add it, under Settings, Network or Defaults; then resume.',
    retry: 'no',
  },
  dns_failed: {
    title: 'The name was not found',
    meaning: 'The name of the host has no address, or nobody could be asked for it.',
    advice: 'Check the name. If it is right, resume the run later.',
    retry: 'yes',
  },
  connection_failed: {
    title: 'No connection',
    meaning:
      'The other side did not accept the connection, broke it off, or has no certificate to be trusted.',
    advice: 'Check host and port. If they are right, resume when the other side is well again.',
    retry: 'sometimes',
  },
  response_too_large: {
    title: 'The answer is too large',
    meaning: 'The other side sent more than `maxResponseBytes`.',
    advice: 'Ask for less, or raise `maxResponseBytes`.',
    retry: 'no',
  },
  too_many_redirects: {
    title: 'Too many redirects',
    meaning: 'The other side sent the request on more than five times.',
    advice: 'Look for the final address and call that.',
    retry: 'no',
  },
} as const satisfies Record<string, ErrorInfo>
