import { anthropicProvider } from './anthropic.provider'
import { googleProvider } from './google.provider'
import { offlineProvider } from './offline.provider'
import { openaiProvider } from './openai.provider'
import { openaiCompatibleProvider } from './openai-compatible.provider'
import type { Provider, ProviderKind } from './provider'

/** Every provider by kind; the type sees to it that none is missing. */
export const providers: { readonly [Kind in ProviderKind]: Provider } = {
  anthropic: anthropicProvider,
  google: googleProvider,
  offline: offlineProvider,
  openai: openaiProvider,
  'openai-compatible': openaiCompatibleProvider,
}
