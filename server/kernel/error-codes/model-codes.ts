import type { ErrorInfo } from './error-info'

/** Calls of models. */
export const MODEL_CODES = {
  unknown_provider: {
    title: 'The provider is not connected',
    meaning: 'The model names a provider that this project does not have.',
    advice: 'Connect this provider in the settings, then resume.',
    retry: 'no',
  },
  invalid_key: {
    title: 'The key was refused',
    meaning: 'The provider does not accept the API key, or there is none.',
    advice: 'Check the secret of this provider in the settings, then resume.',
    retry: 'no',
  },
  quota_exceeded: {
    title: 'The account is used up',
    meaning: 'The account of this provider has no credit or quota left.',
    advice: 'Top it up, then resume.',
    retry: 'no',
  },
  rate_limited: {
    title: 'Too many calls at once',
    meaning: 'The provider asks for a pause.',
    advice: 'Resume the run later, or give the step more retries.',
    retry: 'yes',
  },
  overloaded: {
    title: 'The provider is overloaded',
    meaning: 'The provider has too much to do at the moment.',
    advice: 'Resume the run later, or name a model of another provider under `fallback`.',
    retry: 'yes',
  },
  provider_unavailable: {
    title: 'The provider cannot be reached',
    meaning: 'The provider did not answer, broke off, or answered with something that is not understood.',
    advice: 'Resume the run later, or name a model of another provider under `fallback`.',
    retry: 'yes',
  },
  context_too_long: {
    title: 'The prompt is too long',
    meaning: 'The prompt is longer than the model can read.',
    advice: 'Shorten it or choose another model.',
    retry: 'no',
  },
  content_filtered: {
    title: 'The model refused',
    meaning: 'The provider withheld the answer by its content policy.',
    advice: 'Change the prompt or the model.',
    retry: 'no',
  },
} as const satisfies Record<string, ErrorInfo>
