import { createGoogleGenerativeAI } from '@ai-sdk/google'
import { completeWithSdk } from './complete-with-sdk'
import { missingKey } from './failures'
import type { Provider } from './provider'

const BASE_URL = 'https://generativelanguage.googleapis.com/v1beta'

/** Google's Gemini API. */
export const googleProvider: Provider = {
  kind: 'google',
  async complete({ model, apiKey, baseUrl = BASE_URL, request, fetch }) {
    if (!apiKey) return missingKey('Google')
    const vendor = createGoogleGenerativeAI({ apiKey, baseURL: baseUrl, fetch })
    return completeWithSdk({ model: vendor.languageModel(model), vendor: 'Google', apiKey, request })
  },
}
