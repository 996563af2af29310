import type { SecretValue } from '@/server/kernel/masking'
import type { StepContext, StepFailure } from '@/server/language/contracts'
import type { SecretMarkers } from '@/server/language/expressions'

/** What the interpreter gives besides: the markers that this run's expressions saw in place of secrets. */
export interface MarkedContext {
  markers: SecretMarkers
}

type Context = MarkedContext & Pick<StepContext<unknown>, 'orgId' | 'projectId' | 'ports'>

export type Revealed =
  | {
      ok: true
      /** The text with values in place of markers. */
      put(text: string): string
      /** Those that stand in the texts. */
      secrets: SecretValue[]
    }
  | { ok: false; failure: StepFailure }

/** Reads the secrets whose markers stand in `texts`: the parts of a configuration that may hold them. */
export async function revealSecrets(context: Context, texts: unknown): Promise<Revealed> {
  const { orgId, projectId, ports, markers } = context
  const values = new Map<string, string>()
  const missing: string[] = []
  for (const name of markers.namesIn(JSON.stringify(texts) ?? '')) {
    const value = await ports.secrets.read({ orgId, projectId }, name)
    if (value === undefined) missing.push(name)
    else values.set(name, value)
  }
  if (missing.length > 0) return { ok: false, failure: missingSecrets(missing) }
  return {
    ok: true,
    put: (text) =>
      markers.namesIn(text).reduce((changed, name) => {
        const value = values.get(name) ?? ''
        return changed.replaceAll(markers.markerOf(name), () => value)
      }, text),
    secrets: [...values].map(([name, value]) => ({ name, value })),
  }
}

/** The same keys, each with a changed value of the same type. */
export function mapValues<Key extends string, Value>(
  record: Record<Key, Value>,
  change: (value: Value) => Value,
): Record<Key, Value> {
  // The same keys as `record`, each with a changed value of the same type.
  const entries = Object.entries(record) as [Key, Value][]
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value)])) as Record<Key, Value>
}

function missingSecrets(names: string[]): StepFailure {
  const list = names.join(', ')
  return {
    code: 'secret_missing',
    message: `The secret ${list} is not set in this project. Set it in the project's settings, then resume.`,
    retryable: false,
    details: { secrets: names },
  }
}
