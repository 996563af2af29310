import type { JsonSchema, JsonValue } from '@/server/kernel/json'
import { fillSchema } from './offline/fill-schema'
import { OFFLINE_MODEL } from './offline/model'
import { draftReleaseNotes } from './offline/release-notes'
import { summarize } from './offline/summary'
import { approximateTokens } from './offline/tokens'
import type { Provider, ProviderResult } from './provider'
import { checkValue } from './structured-output'

/** The rules work on the server's own thread: this much takes well below a second. */
const LONGEST_PROMPT = 200_000

/**
 * Rules instead of a model: no AI, no key, no network, no cost, the same answer for the same prompt. It
 * drafts release notes from commits, fills output schemas from what the prompt says, and otherwise
 * shortens the prompt to its most telling sentences.
 */
export const offlineProvider: Provider = {
  kind: 'offline',
  async complete({ model, request }): Promise<ProviderResult> {
    if (model !== OFFLINE_MODEL)
      return refused(
        'invalid_request',
        `The offline provider has one model: offline/${OFFLINE_MODEL}, not "${model}".`,
      )
    if (request.signal.aborted) return refused('cancelled', 'The model call was cancelled.')
    if (request.prompt.length > LONGEST_PROMPT)
      return refused('context_too_long', `The offline rules take at most ${LONGEST_PROMPT} characters.`)
    const draft = write(request.prompt)
    if (!request.outputSchema) {
      for (const line of draft.match(/[^\n]*\n|[^\n]+$/g) ?? []) request.onText?.(line)
      return answer(request, draft)
    }
    const value = fillSchema(request.outputSchema, request.prompt, draft)
    const checked = checkFilled(value, request.outputSchema)
    if (!checked.ok)
      return refused(
        'schema_mismatch',
        `The offline rules cannot fill this output schema: ${checked.message} Use a real model for it.`,
      )
    const text = JSON.stringify(value)
    request.onText?.(text)
    return { ...answer(request, text), object: value }
  },
}

function write(prompt: string): string {
  return draftReleaseNotes(prompt) ?? summarize(prompt)
}

function checkFilled(value: JsonValue, schema: JsonSchema) {
  const checked = checkValue(value, schema)
  return checked.ok ? checked : { ok: false as const, message: `${checked.message}.` }
}

function answer(request: { instructions?: string; prompt: string }, text: string) {
  return {
    ok: true as const,
    text,
    answeredBy: OFFLINE_MODEL,
    usage: {
      uncachedInputTokens: approximateTokens(`${request.instructions ?? ''}${request.prompt}`),
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: approximateTokens(text),
      reasoningTokens: 0,
    },
    finishReason: 'stop',
  }
}

function refused(code: string, message: string): ProviderResult {
  return { ok: false, code, message, retryable: false }
}
