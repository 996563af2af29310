import type { ReceivedCall, Script, ScriptedFailure, Wire } from './script'

/** https://docs.anthropic.com/en/api/messages, …/messages-streaming and …/errors */
export const anthropicWire: Wire = {
  isAuthorized: (call, key) =>
    call.headers['x-api-key'] === key && call.headers['anthropic-version'] === '2023-06-01',
  isStreamed: (call) => call.body.stream === true,
  unauthorized: { status: 401, body: errorBody('authentication_error', 'invalid x-api-key') },
  failure: (kind) => FAILURES[kind],
  whole: (script, call) => ({
    ...message(call),
    content: [contentOf(script.pieces.join(''), call)],
    stop_reason: stopOf(script, call),
    usage: usageOf(script),
  }),
  events: (script, call) => [
    {
      event: 'message_start',
      data: {
        type: 'message_start',
        message: {
          ...message(call),
          content: [],
          stop_reason: null,
          usage: { ...usageOf(script), output_tokens: 1 },
        },
      },
    },
    {
      event: 'content_block_start',
      data: { type: 'content_block_start', index: 0, content_block: startOf(call) },
    },
    { event: 'ping', data: { type: 'ping' } },
    ...script.pieces.map((piece) => ({
      event: 'content_block_delta',
      data: { type: 'content_block_delta', index: 0, delta: deltaOf(piece, call) },
    })),
    { event: 'content_block_stop', data: { type: 'content_block_stop', index: 0 } },
    {
      event: 'message_delta',
      data: {
        type: 'message_delta',
        delta: { stop_reason: stopOf(script, call), stop_sequence: null },
        // Cumulative, as of the end.
        usage: usageOf(script),
      },
    },
    { event: 'message_stop', data: { type: 'message_stop' } },
  ],
  breakOff: { event: 'error', data: errorBody('overloaded_error', 'Overloaded') },
}

function message(call: ReceivedCall) {
  return { id: 'msg_01', type: 'message', role: 'assistant', model: call.body.model, stop_sequence: null }
}

/** Older models answer a schema by calling a tool named `json`; newer ones in text. */
function usesTool(call: ReceivedCall): boolean {
  return Array.isArray(call.body.tools) && call.body.tools.length > 0
}

function contentOf(text: string, call: ReceivedCall) {
  if (!usesTool(call)) return { type: 'text', text }
  return { type: 'tool_use', id: 'toolu_01', name: 'json', input: JSON.parse(text) }
}

function startOf(call: ReceivedCall) {
  if (!usesTool(call)) return { type: 'text', text: '' }
  return { type: 'tool_use', id: 'toolu_01', name: 'json', input: {} }
}

function deltaOf(piece: string, call: ReceivedCall) {
  return usesTool(call)
    ? { type: 'input_json_delta', partial_json: piece }
    : { type: 'text_delta', text: piece }
}

function stopOf(script: Script, call: ReceivedCall): string {
  if (script.stop === 'length') return 'max_tokens'
  if (script.stop === 'filtered') return 'refusal'
  return usesTool(call) ? 'tool_use' : 'end_turn'
}

/** `input_tokens` excludes both caches; `output_tokens` includes thinking. */
function usageOf({ usage }: Script) {
  return {
    input_tokens: usage?.uncachedInput ?? 0,
    cache_read_input_tokens: usage?.cacheRead ?? 0,
    cache_creation_input_tokens: usage?.cacheWrite ?? 0,
    output_tokens: (usage?.output ?? 0) + (usage?.reasoning ?? 0),
    ...(usage?.reasoning && { output_tokens_details: { thinking_tokens: usage.reasoning } }),
  }
}

function errorBody(type: string, text: string) {
  return { type: 'error', error: { type, message: text }, request_id: 'req_01' }
}

const FAILURES: Record<ScriptedFailure, ReturnType<Wire['failure']>> = {
  rate_limited: {
    status: 429,
    headers: { 'retry-after': '7' },
    body: errorBody('rate_limit_error', 'Number of request tokens has exceeded your per-minute rate limit'),
  },
  overloaded: { status: 529, body: errorBody('overloaded_error', 'Overloaded') },
  quota: {
    status: 400,
    body: errorBody('invalid_request_error', 'Your credit balance is too low to access the Anthropic API.'),
  },
  context_too_long: {
    status: 400,
    body: errorBody('invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
  },
  invalid_request: { status: 404, body: errorBody('not_found_error', 'model: claude-nope') },
  unavailable: { status: 500, body: errorBody('api_error', 'Internal server error') },
}
