import type { SavedProviderKind } from './schema'

/** `<provider>/<model>` in its parts: the model may hold slashes itself (`openrouter/meta/llama`). */
export function splitModel(name: string): { provider: string; model: string } | undefined {
  const slash = name.indexOf('/')
  if (slash <= 0 || slash === name.length - 1) return undefined
  return { provider: name.slice(0, slash), model: name.slice(slash + 1) }
}

/** Under which secret a provider's key is kept: `my-ollama` → `PROVIDER_MY_OLLAMA_KEY`. */
export function keySecretName(provider: string): string {
  return `PROVIDER_${provider.toUpperCase().replaceAll('-', '_')}_KEY`
}

/** Where a new key waits for its test, before it takes the place of the present one. */
export function nextKeySecretName(provider: string): string {
  return `${keySecretName(provider)}_NEXT`
}

interface Address {
  kind: string
  baseUrl: string | null
}

/**
 * A stored key goes only where it was given for. Otherwise whoever may edit a provider could read its
 * key by pointing the URL at a server of their own.
 */
export function mustGiveKeyAgain(before: Address, after: Address): boolean {
  return before.kind !== after.kind || before.baseUrl !== after.baseUrl
}

/** A small, cheap model of each vendor, to try a key with; other servers have no model in common. */
export const TEST_MODELS: { readonly [Kind in SavedProviderKind]: string | undefined } = {
  anthropic: 'claude-haiku-4-5',
  openai: 'gpt-5-nano',
  google: 'gemini-2.5-flash-lite',
  'openai-compatible': undefined,
}
