import { createMask, type Mask, type SecretValue } from '@/server/kernel/masking'
import type { StepContext, StepFailure } from '@/server/language/contracts'
import type { HttpConfig } from '@/server/language/definition/kinds'
import type { SecretMarkers } from '@/server/language/expressions'

type Revealed = { ok: true; config: HttpConfig; mask: Mask } | { ok: false; failure: StepFailure }

/** What the interpreter gives besides: the markers that this run's expressions saw in place of secrets. */
export interface MarkedContext {
  markers: SecretMarkers
}

type Context = MarkedContext & Pick<StepContext<HttpConfig>, 'config' | 'orgId' | 'projectId' | 'ports'>

/**
 * Puts secret values into the fields that may hold them (`headers`, `query`, `auth`) and gives a mask
 * that hides them again, also in the spellings of this request: the answer is cut to size and parsed
 * here, before the interpreter masks what a step gives back.
 */
export async function revealSecrets(context: Context): Promise<Revealed> {
  const { config, orgId, projectId, ports, markers } = context
  const { headers, query, auth } = config
  const values = new Map<string, string>()
  const missing: string[] = []
  for (const name of markers.namesIn(JSON.stringify({ headers, query, auth }))) {
    const value = await ports.secrets.read({ orgId, projectId }, name)
    if (value === undefined) missing.push(name)
    else values.set(name, value)
  }
  if (missing.length > 0) return { ok: false, failure: missingSecrets(missing) }
  const put = (text: string) =>
    markers.namesIn(text).reduce((changed, name) => {
      const value = values.get(name) ?? ''
      return changed.replaceAll(markers.markerOf(name), () => value)
    }, text)
  const revealed: HttpConfig = {
    ...config,
    headers: mapValues(headers, put),
    query: mapValues(query, (texts) => texts.map(put)),
    ...(auth && { auth: revealAuth(auth, put) }),
  }
  return { ok: true, config: revealed, mask: createMask(hidden(values, revealed)) }
}

function revealAuth(
  { bearer, basic, header }: NonNullable<HttpConfig['auth']>,
  put: (text: string) => string,
): NonNullable<HttpConfig['auth']> {
  if (bearer !== undefined) return { bearer: put(bearer) }
  if (basic) return { basic: mapValues(basic, put) }
  return header ? { header: { name: header.name, value: put(header.value) } } : {}
}

/** Besides the values: user and password of basic authentication, which are sent as one Base64 text. */
function hidden(values: Map<string, string>, { auth }: HttpConfig): SecretValue[] {
  const secrets = [...values].map(([name, value]) => ({ name, value }))
  const { username, password } = auth?.basic ?? {}
  const isPairSecret = username !== undefined && secrets.length > 0
  return [...secrets, ...(isPairSecret ? [{ name: 'BASIC_AUTH', value: `${username}:${password}` }] : [])]
}

function mapValues<Key extends string, Value>(
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
