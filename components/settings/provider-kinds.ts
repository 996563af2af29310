import type { ProviderSummary, SavedProviderKind } from '@/server/features/models/schema'

interface KindLook {
  label: string
  about: string
  /** A fresh provider of this kind is called so. */
  name: string
  keyHint: string
}

/** What each kind of provider is, for people. */
export const PROVIDER_KINDS: Record<SavedProviderKind, KindLook> = {
  anthropic: {
    label: 'Anthropic',
    about: 'Claude models',
    name: 'anthropic',
    keyHint: 'From the Anthropic console.',
  },
  openai: { label: 'OpenAI', about: 'GPT models', name: 'openai', keyHint: 'From the OpenAI platform page.' },
  google: { label: 'Google', about: 'Gemini models', name: 'google', keyHint: 'From Google AI Studio.' },
  'openai-compatible': {
    label: 'OpenAI-compatible',
    about: 'Ollama, vLLM, OpenRouter and others',
    name: 'my-models',
    keyHint: 'Only where the server asks for one.',
  },
}

export function kindLabel(kind: ProviderSummary['kind']): string {
  return kind === 'offline' ? 'No AI, rule-based' : PROVIDER_KINDS[kind].label
}
