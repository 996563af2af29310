import type { ReceivedCall, Script, ScriptedFailure, Wire } from './script'

/** https://ai.google.dev/api/generate-content, `generateContent` and `streamGenerateContent?alt=sse` */
export const googleWire: Wire = {
  isAuthorized: (call, key) => call.headers['x-goog-api-key'] === key,
  isStreamed: (call) => call.path.includes(':streamGenerateContent?alt=sse'),
  unauthorized: {
    status: 400,
    body: errorBody(400, 'API key not valid. Please pass a valid API key.', 'INVALID_ARGUMENT', [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'API_KEY_INVALID',
        domain: 'googleapis.com',
      },
    ]),
  },
  failure: (kind) => FAILURES[kind],
  whole: (script, call) => ({
    candidates: [candidate(script.pieces.join(''), FINISH[script.stop])],
    ...(script.usage && { usageMetadata: usageOf(script.usage) }),
    ...ids(call),
  }),
  events: (script, call) => [
    ...script.pieces.map((piece) => ({ data: { candidates: [candidate(piece, undefined)], ...ids(call) } })),
    {
      data: {
        candidates: [candidate('', FINISH[script.stop])],
        ...(script.usage && { usageMetadata: usageOf(script.usage) }),
        ...ids(call),
      },
    },
  ],
  breakOff: { data: errorBody(503, 'The model is overloaded. Please try again later.', 'UNAVAILABLE', []) },
}

const FINISH = { end: 'STOP', length: 'MAX_TOKENS', filtered: 'SAFETY' }

function candidate(text: string, finishReason: string | undefined) {
  return { content: { parts: [{ text }], role: 'model' }, index: 0, ...(finishReason && { finishReason }) }
}

function ids(call: ReceivedCall) {
  return { modelVersion: /models\/([^:]+):/.exec(call.path)?.[1], responseId: 'resp_01' }
}

/** `promptTokenCount` includes cached ones; `candidatesTokenCount` excludes thoughts. */
function usageOf(usage: NonNullable<Script['usage']>) {
  const prompt = usage.uncachedInput + usage.cacheRead + usage.cacheWrite
  return {
    promptTokenCount: prompt,
    cachedContentTokenCount: usage.cacheRead,
    candidatesTokenCount: usage.output,
    thoughtsTokenCount: usage.reasoning,
    totalTokenCount: prompt + usage.output + usage.reasoning,
  }
}

function errorBody(code: number, message: string, status: string, details: unknown[]) {
  return { error: { code, message, status, details } }
}

const FAILURES: Record<ScriptedFailure, ReturnType<Wire['failure']>> = {
  rate_limited: {
    status: 429,
    body: errorBody(429, 'You exceeded the rate of requests a minute.', 'RESOURCE_EXHAUSTED', [
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.5s' },
    ]),
  },
  overloaded: {
    status: 503,
    body: errorBody(503, 'The model is overloaded. Please try again later.', 'UNAVAILABLE', []),
  },
  quota: {
    status: 429,
    body: errorBody(
      429,
      'You exceeded your current quota, please check your plan.',
      'RESOURCE_EXHAUSTED',
      [],
    ),
  },
  context_too_long: {
    status: 400,
    body: errorBody(
      400,
      'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      'INVALID_ARGUMENT',
      [],
    ),
  },
  invalid_request: {
    status: 404,
    body: errorBody(404, 'models/nope is not found for API version v1beta', 'NOT_FOUND', []),
  },
  unavailable: { status: 500, body: errorBody(500, 'An internal error has occurred.', 'INTERNAL', []) },
}
