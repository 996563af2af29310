import { createOpenAI } from '@ai-sdk/openai'
import { completeWithSdk } from './complete-with-sdk'
import { missingKey } from './failures'
import type { Provider } from './provider'
import { toStrictSchema } from './strict-schema'
import { toObjectSchema } from './structured-output'

// Given always: without them the SDK would read keys and URLs from the server's own environment.
const BASE_URL = 'https://api.openai.com/v1'

/** OpenAI's Responses API. Answers are not stored at OpenAI. */
export const openaiProvider: Provider = {
  kind: 'openai',
  async complete({ model, apiKey, baseUrl = BASE_URL, request, fetch }) {
    if (!apiKey) return missingKey('OpenAI')
    const vendor = createOpenAI({ apiKey, baseURL: baseUrl, fetch })
    const strict = request.outputSchema && toStrictSchema(toObjectSchema(request.outputSchema).schema)
    return completeWithSdk({
      model: vendor.responses(model),
      vendor: 'OpenAI',
      apiKey,
      request,
      ...(strict && { wireSchema: strict }),
      providerOptions: { openai: { store: false, strictJsonSchema: strict !== undefined } },
    })
  },
}
