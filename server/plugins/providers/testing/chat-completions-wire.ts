import { OPENAI_FAILURES, openaiWire } from './openai-wire'
import type { ReceivedCall, Script, Wire } from './script'

/** https://platform.openai.com/docs/api-reference/chat, as Ollama, vLLM and others serve it. */
export const chatCompletionsWire: Wire = {
  isAuthorized: openaiWire.isAuthorized,
  isStreamed: openaiWire.isStreamed,
  unauthorized: openaiWire.unauthorized,
  failure: (kind) => OPENAI_FAILURES[kind],
  whole: (script, call) => ({
    ...head(call, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: script.pieces.join('') },
        finish_reason: FINISH[script.stop],
      },
    ],
    ...(script.usage && { usage: usageOf(script.usage) }),
  }),
  events: (script, call) => [
    { data: chunk(call, { role: 'assistant', content: '' }, null) },
    ...script.pieces.map((content) => ({ data: chunk(call, { content }, null) })),
    { data: chunk(call, {}, FINISH[script.stop]) },
    // Sent when `stream_options.include_usage` asks for it.
    ...(script.usage && wantsUsage(call)
      ? [{ data: { ...head(call, 'chat.completion.chunk'), choices: [], usage: usageOf(script.usage) } }]
      : []),
    { data: '[DONE]' },
  ],
  breakOff: { data: { error: { message: 'Overloaded', type: 'overloaded', param: null, code: null } } },
}

const FINISH = { end: 'stop', length: 'length', filtered: 'content_filter' }

function head(call: ReceivedCall, object: string) {
  return { id: 'chatcmpl-01', object, created: 1_760_000_000, model: call.body.model }
}

function chunk(call: ReceivedCall, delta: object, finish: string | null) {
  return { ...head(call, 'chat.completion.chunk'), choices: [{ index: 0, delta, finish_reason: finish }] }
}

function wantsUsage(call: ReceivedCall): boolean {
  const options = call.body.stream_options
  return (
    typeof options === 'object' &&
    options !== null &&
    'include_usage' in options &&
    options.include_usage === true
  )
}

function usageOf(usage: NonNullable<Script['usage']>) {
  const prompt = usage.uncachedInput + usage.cacheRead + usage.cacheWrite
  const completion = usage.output + usage.reasoning
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: usage.cacheRead },
    completion_tokens_details: { reasoning_tokens: usage.reasoning },
  }
}
