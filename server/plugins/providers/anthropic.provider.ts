import { createAnthropic } from '@ai-sdk/anthropic'
import { completeWithSdk } from './complete-with-sdk'
import { missingKey } from './failures'
import type { Provider } from './provider'

// Given always: without them the SDK would read keys and URLs from the server's own environment.
const BASE_URL = 'https://api.anthropic.com/v1'

/** Anthropic's Messages API. */
export const anthropicProvider: Provider = {
  kind: 'anthropic',
  async complete({ model, apiKey, baseUrl = BASE_URL, request, fetch }) {
    if (!apiKey) return missingKey('Anthropic')
    const vendor = createAnthropic({ apiKey, baseURL: baseUrl, fetch })
    return completeWithSdk({ model: vendor.languageModel(model), vendor: 'Anthropic', apiKey, request })
  },
}
