import { generateText, type JSONValue, type LanguageModel, type LanguageModelUsage, streamText } from 'ai'
import type { JsonSchema } from '@/server/kernel/json'
import type { TokenUsage } from '@/server/language/contracts'
import { failureOf } from './failures'
import type { ProviderCall, ProviderFailure, ProviderResult } from './provider'
import { parseObject, toObjectSchema } from './structured-output'

// Its warnings go to the console of the server, where no builder sees them.
globalThis.AI_SDK_LOG_WARNINGS = false

interface SdkCall {
  model: LanguageModel
  /** For messages. */
  vendor: string
  /** Never to appear in a message. */
  apiKey?: string
  request: ProviderCall['request']
  providerOptions?: Record<string, Record<string, JSONValue>>
  /** The schema as this vendor wants it; the answer is checked against the request's own. */
  wireSchema?: JsonSchema
  schemaInPrompt?: boolean
}

interface RawAnswer {
  text: string
  finishReason: string
  usage: LanguageModelUsage
  answeredBy: string
}

/** One try through the AI SDK: streamed when somebody listens, without the SDK's own retries. */
export async function completeWithSdk(call: SdkCall): Promise<ProviderResult> {
  const settings = settingsOf(call)
  const { onText } = call.request
  try {
    return resultOf(call, onText ? await stream(settings, onText) : await generate(settings))
  } catch (error) {
    return failureOf(error, call.vendor, call.request.signal, call.apiKey)
  }
}

type Settings = ReturnType<typeof settingsOf>

function settingsOf({ model, request, providerOptions, wireSchema, schemaInPrompt }: SdkCall) {
  const schema = request.outputSchema && (wireSchema ?? toObjectSchema(request.outputSchema).schema)
  const told =
    schema && schemaInPrompt
      ? `Answer with JSON alone that satisfies this JSON Schema:\n${JSON.stringify(schema)}`
      : ''
  const system = [request.instructions ?? '', told].filter((part) => part !== '').join('\n\n')
  return {
    model,
    prompt: request.prompt,
    abortSignal: request.signal,
    maxRetries: 0,
    ...(system !== '' && { system }),
    ...(request.maxOutputTokens !== undefined && { maxOutputTokens: request.maxOutputTokens }),
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...(providerOptions && { providerOptions }),
    ...(schema && { output: jsonOutput(schema) }),
  }
}

/** Asks for JSON of a shape and hands the text back unparsed: what was billed must be known though it does not parse. */
function jsonOutput(schema: JsonSchema) {
  return {
    name: 'json',
    responseFormat: Promise.resolve({ type: 'json' as const, name: 'answer', schema }),
    parseCompleteOutput: async ({ text }: { text: string }) => text,
    parsePartialOutput: async () => undefined,
    createElementStreamTransform: () => undefined,
  }
}

async function generate(settings: Settings): Promise<RawAnswer> {
  const result = await generateText(settings)
  return {
    text: result.text,
    finishReason: result.finishReason,
    usage: result.usage,
    answeredBy: result.response.modelId,
  }
}

async function stream(settings: Settings, onText: (delta: string) => void): Promise<RawAnswer> {
  // Errors arrive as parts below; the default handler would print them.
  const result = streamText({ ...settings, onError: () => {} })
  let text = ''
  for await (const part of result.fullStream) {
    if (part.type === 'error') throw part.error
    if (part.type === 'abort') throw new DOMException('The call was aborted.', 'AbortError')
    if (part.type !== 'text-delta') continue
    text += part.text
    onText(part.text)
  }
  return {
    text,
    finishReason: await result.finishReason,
    usage: await result.usage,
    answeredBy: (await result.response).modelId,
  }
}

function resultOf({ vendor, request }: SdkCall, raw: RawAnswer): ProviderResult {
  const usage = bucketsOf(raw.usage)
  const refused = (code: string, message: string, retryable: boolean): ProviderFailure => ({
    ok: false,
    code,
    message,
    retryable,
    ...(usage && { usage }),
  })
  if (raw.finishReason === 'content-filter')
    return refused('content_filtered', `${vendor} withheld the answer by its content policy.`, false)
  if (raw.text === '' && raw.finishReason !== 'length')
    return refused('provider_unavailable', `${vendor} gave an empty answer (${raw.finishReason}).`, true)
  const answer = { ok: true as const, answeredBy: raw.answeredBy, usage, finishReason: raw.finishReason }
  if (!request.outputSchema) return { ...answer, text: raw.text }
  const parsed = parseObject(raw.text, request.outputSchema)
  if (parsed.ok) return { ...answer, text: raw.text, object: parsed.value }
  const cut = raw.finishReason === 'length' ? ' The answer was cut off: raise maxOutputTokens.' : ''
  return refused(
    'schema_mismatch',
    `The answer of ${vendor} does not fit the output schema: ${parsed.message}${cut}`,
    true,
  )
}

/**
 * The SDK's totals as disjoint buckets. Its `inputTokens` include cached ones and its `outputTokens`
 * include reasoning, for every vendor used here (checked by the provider tests on each wire format).
 */
function bucketsOf(usage: LanguageModelUsage): TokenUsage | null {
  if (usage.inputTokens === undefined && usage.outputTokens === undefined) return null
  const cacheReadTokens = usage.inputTokenDetails.cacheReadTokens ?? 0
  const cacheWriteTokens = usage.inputTokenDetails.cacheWriteTokens ?? 0
  const reasoningTokens = usage.outputTokenDetails.reasoningTokens ?? 0
  return {
    uncachedInputTokens: Math.max(0, (usage.inputTokens ?? 0) - cacheReadTokens - cacheWriteTokens),
    cacheReadTokens,
    cacheWriteTokens,
    outputTokens: Math.max(0, (usage.outputTokens ?? 0) - reasoningTokens),
    reasoningTokens,
  }
}
