import type { CodeCall, Step } from '../../contracts'
import { KINDS } from '../../definition'

/** The step that a durable call of `code` becomes: `fetch.0-http`. Its configuration is values, not expressions. */
export function callStep(call: CodeCall, owner: Step): Step {
  const { retry } = KINDS[call.kind]
  return {
    id: `${call.index}-${call.kind}`,
    kind: call.kind,
    config: call.config,
    needs: [],
    retry:
      retry === 'none' ? { attempts: 1, backoff: 'none', delayMs: 0, maxDelayMs: 0, jitter: false } : retry,
    onError: 'fail',
    ...(owner.sensitive ? { sensitive: true } : {}),
    line: owner.line,
  }
}
