import { findProvider } from '@pydantic/genai-prices'
import type { ProviderKind } from '@/server/plugins/providers/provider'
import { vendorOf } from './prices'
import type { ModelSummary } from './schema'

type KnownModel = NonNullable<ReturnType<typeof findProvider>>['models'][number]

/** The models that the bundled price list knows of a provider; none for a server it does not know. */
export function knownModels(provider: {
  name: string
  kind: ProviderKind
  baseUrl: string | null
}): ModelSummary[] {
  if (provider.kind === 'offline')
    return [
      {
        model: 'offline/rules',
        provider: provider.name,
        label: 'Offline rules (no AI)',
        contextTokens: null,
        inputUsdPerMillion: 0,
        outputUsdPerMillion: 0,
      },
    ]
  const providerId = vendorOf(provider.kind, provider.baseUrl)
  const known = providerId === undefined ? undefined : findProvider({ providerId })
  return (known?.models ?? [])
    .filter((model) => !model.deprecated)
    .map((model) => ({
      model: `${provider.name}/${model.id}`,
      provider: provider.name,
      label: model.name ?? model.id,
      contextTokens: model.context_window ?? null,
      inputUsdPerMillion: dollarsPerMillion(model, 'input_mtok'),
      outputUsdPerMillion: dollarsPerMillion(model, 'output_mtok'),
    }))
}

/** The base price; long prompts may cost more. A list of prices by date or hour has no single one. */
function dollarsPerMillion(model: KnownModel, key: string): number | null {
  if (Array.isArray(model.prices)) return null
  const price = model.prices[key]
  return typeof price === 'object' ? price.base : (price ?? null)
}
