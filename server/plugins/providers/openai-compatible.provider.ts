import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { completeWithSdk } from './complete-with-sdk'
import type { Provider } from './provider'

/** Any server that speaks OpenAI's chat completions: Ollama, vLLM, LM Studio, Groq, OpenRouter … */
export const openaiCompatibleProvider: Provider = {
  kind: 'openai-compatible',
  async complete({ model, apiKey, baseUrl, request, fetch }) {
    if (!baseUrl)
      return {
        ok: false,
        code: 'invalid_request',
        message: 'This provider has no base URL. Give one, such as http://localhost:11434/v1 for Ollama.',
        retryable: false,
      }
    const vendor = createOpenAICompatible({
      name: 'compatible',
      baseURL: baseUrl,
      ...(apiKey && { apiKey }),
      fetch,
      includeUsage: true,
      supportsStructuredOutputs: true,
    })
    return completeWithSdk({
      model: vendor.chatModel(model),
      vendor: new URL(baseUrl).host,
      ...(apiKey && { apiKey }),
      request,
      // Some of these servers take the schema and do not hold the model to it: tell the model too.
      schemaInPrompt: true,
    })
  },
}
