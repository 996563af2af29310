/** The address the client is given: never resolved, since every request is answered in this process. */
export const EMBEDDED_ORIGIN = 'http://embedded.invalid'

/** The SDK reads the host header, which only a socket would have set. */
const HOST_HEADER = { host: new URL(EMBEDDED_ORIGIN).host }

/** The request that makes the SDK register its functions. */
export function syncRequest(): Request {
  return new Request(`${EMBEDDED_ORIGIN}/api/inngest`, { method: 'PUT', headers: HOST_HEADER })
}

export interface CallInput {
  runId: string
  functionId: string
  /** Hash of the planned step to run; '' for a plain call. */
  stepId: string
  attempt: number
  maxAttempts: number
  /** Names this claim: the SDK gives it back with each checkpoint. */
  token: string
  hasPlannedSteps: boolean
  /** JSON text. */
  event: string
  /** JSON text of one object, step hash → memo, in order of completion. */
  memos: string
  completedStepIds: string[]
}

/** The request that makes the SDK go on with a run. */
export function callRequest(input: CallInput): Request {
  const query = new URLSearchParams({
    fnId: input.functionId,
    stepId: input.stepId === '' ? 'step' : input.stepId,
  })
  return new Request(`${EMBEDDED_ORIGIN}/api/inngest?${query}`, {
    method: 'POST',
    headers: {
      ...HOST_HEADER,
      'content-type': 'application/json',
      'x-inngest-server-kind': 'dev',
      'x-inngest-run-id': input.runId,
      'x-request-id': input.token,
    },
    body: callBody(input),
  })
}

/** Put together as text: event and memos are stored as the JSON they are, and may be large. */
function callBody(input: CallInput): string {
  const ctx = {
    run_id: input.runId,
    fn_id: input.functionId,
    qi_id: input.token,
    attempt: input.attempt,
    max_attempts: input.maxAttempts,
    disable_immediate_execution: input.hasPlannedSteps,
    use_api: false,
    stack: { stack: input.completedStepIds, current: input.completedStepIds.length },
  }
  return `{"version":-1,"ctx":${JSON.stringify(ctx)},"event":${input.event},"events":[${input.event}],"steps":${input.memos}}`
}
