import type { ReceivedCall, Script, ScriptedFailure, Wire } from './script'

/** https://platform.openai.com/docs/api-reference/responses and …/responses-streaming */
export const openaiWire: Wire = {
  isAuthorized: (call, key) => call.headers.authorization === `Bearer ${key}`,
  isStreamed: (call) => call.body.stream === true,
  unauthorized: {
    status: 401,
    body: errorBody('Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key'),
  },
  failure: (kind) => OPENAI_FAILURES[kind],
  whole: (script, call) => ({
    ...response(call, script),
    output: [item(script.pieces.join(''), 'completed')],
  }),
  events: (script, call) => {
    const text = script.pieces.join('')
    const created = { ...response(call, script), status: 'in_progress', usage: null, output: [] }
    const place = { item_id: 'msg_01', output_index: 0, content_index: 0 }
    const end = script.stop === 'end' ? 'response.completed' : 'response.incomplete'
    return numbered([
      { type: 'response.created', response: created },
      { type: 'response.in_progress', response: created },
      {
        type: 'response.output_item.added',
        output_index: 0,
        item: { ...item('', 'in_progress'), content: [] },
      },
      {
        type: 'response.content_part.added',
        ...place,
        part: { type: 'output_text', text: '', annotations: [] },
      },
      ...script.pieces.map((delta) => ({
        type: 'response.output_text.delta',
        ...place,
        delta,
        logprobs: [],
      })),
      { type: 'response.output_text.done', ...place, text, logprobs: [] },
      { type: 'response.content_part.done', ...place, part: { type: 'output_text', text, annotations: [] } },
      { type: 'response.output_item.done', output_index: 0, item: item(text, 'completed') },
      { type: end, response: { ...response(call, script), output: [item(text, 'completed')] } },
    ])
  },
  breakOff: {
    event: 'error',
    data: {
      type: 'error',
      sequence_number: 99,
      error: {
        type: 'service_unavailable_error',
        code: 'server_is_overloaded',
        message: 'Overloaded',
        param: null,
      },
    },
  },
}

function response(call: ReceivedCall, script: Script) {
  return {
    id: 'resp_01',
    object: 'response',
    created_at: 1_760_000_000,
    model: `${call.body.model}-2026-01-01`,
    status: script.stop === 'end' ? 'completed' : 'incomplete',
    error: null,
    incomplete_details: incompleteOf(script),
    parallel_tool_calls: true,
    store: call.body.store,
    usage: usageOf(script),
  }
}

function incompleteOf({ stop }: Script) {
  if (stop === 'end') return null
  return { reason: stop === 'length' ? 'max_output_tokens' : 'content_filter' }
}

function item(text: string, status: string) {
  return {
    type: 'message',
    id: 'msg_01',
    status,
    role: 'assistant',
    content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
  }
}

/** `input_tokens` includes cached ones, `output_tokens` includes reasoning. */
function usageOf({ usage }: Script) {
  if (!usage) return null
  const input = usage.uncachedInput + usage.cacheRead + usage.cacheWrite
  const output = usage.output + usage.reasoning
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: usage.cacheWrite },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: input + output,
  }
}

function numbered(events: ({ type: string } & Record<string, unknown>)[]) {
  return events.map((data, index) => ({ event: data.type, data: { ...data, sequence_number: index } }))
}

function errorBody(message: string, type: string, code: string | null) {
  return { error: { message, type, param: null, code } }
}

/** The chat completions API answers errors the same way. */
export const OPENAI_FAILURES: Record<ScriptedFailure, ReturnType<Wire['failure']>> = {
  rate_limited: {
    status: 429,
    headers: { 'retry-after-ms': '1500', 'retry-after': '2' },
    body: errorBody('Rate limit reached for requests', 'requests', 'rate_limit_exceeded'),
  },
  overloaded: { status: 503, body: errorBody('The engine is currently overloaded', 'server_error', null) },
  quota: {
    status: 429,
    body: errorBody('You exceeded your current quota.', 'insufficient_quota', 'insufficient_quota'),
  },
  context_too_long: {
    status: 400,
    body: errorBody(
      'Your input exceeds the context window of this model.',
      'invalid_request_error',
      'context_length_exceeded',
    ),
  },
  invalid_request: {
    status: 404,
    body: errorBody('The model `nope` does not exist', 'invalid_request_error', 'model_not_found'),
  },
  unavailable: { status: 500, body: errorBody('The server had an error', 'server_error', null) },
}
