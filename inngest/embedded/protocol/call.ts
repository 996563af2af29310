/** The address the client is given: never resolved, since every request is answered in this process. */
export const EMBEDDED_ORIGIN = 'http://embedded.invalid'

/** The SDK reads the host header, which only a socket would have set. */
const HOST_HEADER = { host: new URL(EMBEDDED_ORIGIN).host }

/** Beyond this the SDK fetches the state itself: servers limit how large a body they take. */
const STATE_MAX_CHARS = 4 * 1024 * 1024

/** The request that makes the SDK register its functions. */
export function syncRequest(): Request {
  return new Request(`${EMBEDDED_ORIGIN}/api/inngest`, { method: 'PUT', headers: HOST_HEADER })
}

export interface CallInput {
  runId: string
  functionId: string
  /** Where the function is called; null: in this process. */
  url: string | null
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
  return new Request(callUrl(input), {
    method: 'POST',
    headers: {
      ...(input.url === null ? HOST_HEADER : {}),
      'content-type': 'application/json',
      'x-inngest-server-kind': 'dev',
      'x-inngest-run-id': input.runId,
      'x-request-id': input.token,
    },
    body: callBody(input),
  })
}

function callUrl({ url, functionId, stepId }: CallInput): string {
  const step = stepId === '' ? 'step' : stepId
  if (url === null)
    return `${EMBEDDED_ORIGIN}/api/inngest?${new URLSearchParams({ fnId: functionId, stepId: step })}`
  const call = new URL(url)
  call.searchParams.set('fnId', functionId)
  call.searchParams.set('stepId', step)
  return call.href
}

/** Put together as text: event and memos are stored as the JSON they are, and may be large. */
function callBody(input: CallInput): string {
  const usesApi = input.url !== null && input.memos.length + input.event.length > STATE_MAX_CHARS
  const ctx = {
    run_id: input.runId,
    fn_id: input.functionId,
    qi_id: input.token,
    attempt: input.attempt,
    max_attempts: input.maxAttempts,
    disable_immediate_execution: input.hasPlannedSteps,
    use_api: usesApi,
    stack: { stack: input.completedStepIds, current: input.completedStepIds.length },
  }
  const state = usesApi ? '"events":[],"steps":{}' : `"events":[${input.event}],"steps":${input.memos}`
  return `{"version":-1,"ctx":${JSON.stringify(ctx)},"event":${input.event},${state}}`
}
