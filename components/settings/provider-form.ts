import {
  baseUrlSchema,
  OFFLINE_PROVIDER,
  type ProviderSummary,
  providerNameSchema,
  SAVED_PROVIDER_KINDS,
  type SavedProviderKind,
} from '@/server/features/models/schema'
import { PROVIDER_KINDS } from './provider-kinds'

export interface ProviderValues {
  kind: SavedProviderKind
  name: string
  baseUrl: string
  key: string
}

export function startValues(provider: ProviderSummary | undefined, taken: readonly string[]): ProviderValues {
  if (!provider) return { kind: 'anthropic', name: freeName('anthropic', taken), baseUrl: '', key: '' }
  const kind = SAVED_PROVIDER_KINDS.find((known) => known === provider.kind) ?? 'openai-compatible'
  return { kind, name: provider.name, baseUrl: provider.baseUrl ?? '', key: '' }
}

/** The kind's own name, numbered where the project has one already. */
export function freeName(kind: SavedProviderKind, taken: readonly string[]): string {
  const { name } = PROVIDER_KINDS[kind]
  let [free, number] = [name, 2]
  while (taken.includes(free)) {
    free = `${name}-${number}`
    number += 1
  }
  return free
}

/** What is wrong with the values, by field; the server checks again. */
export function providerProblems(
  values: ProviderValues,
  { provider, taken }: { provider: ProviderSummary | undefined; taken: readonly string[] },
): Record<string, string> {
  const problems: Record<string, string> = {}
  const name = providerNameSchema.safeParse(values.name)
  if (!name.success) problems.name = name.error.issues[0]?.message ?? 'Choose another name.'
  else if (taken.includes(values.name) || values.name === OFFLINE_PROVIDER)
    problems.name = 'This project has a provider of that name.'
  const baseUrl = values.baseUrl.trim()
  if (baseUrl) {
    const parsed = baseUrlSchema.safeParse(baseUrl)
    if (!parsed.success) problems.baseUrl = parsed.error.issues[0]?.message ?? 'Give a complete URL.'
  } else if (values.kind === 'openai-compatible')
    problems.baseUrl = 'Give the server’s URL, such as http://localhost:11434/v1.'
  const needsKey = values.kind !== 'openai-compatible' && !provider?.hasKey
  if (needsKey && values.key.trim() === '') problems.key = 'This provider needs an API key.'
  return problems
}
