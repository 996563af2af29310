import { createMask, type Mask, type SecretValue } from '@/server/kernel/masking'
import type { StepContext, StepFailure } from '@/server/language/contracts'
import type { HttpConfig } from '@/server/language/definition/kinds'
import { type MarkedContext, mapValues, revealSecrets } from '../reveal-secrets'

type Revealed = { ok: true; config: HttpConfig; mask: Mask } | { ok: false; failure: StepFailure }

type Context = MarkedContext & Pick<StepContext<HttpConfig>, 'config' | 'orgId' | 'projectId' | 'ports'>

/**
 * Puts secret values into the fields that may hold them (`headers`, `query`, `auth`) and gives a mask
 * that hides them again, also in the spellings of this request: the answer is cut to size and parsed
 * here, before the interpreter masks what a step gives back.
 */
export async function revealRequest(context: Context): Promise<Revealed> {
  const { config } = context
  const { headers, query, auth } = config
  const revealed = await revealSecrets(context, { headers, query, auth })
  if (!revealed.ok) return revealed
  const { put, secrets } = revealed
  const request: HttpConfig = {
    ...config,
    headers: mapValues(headers, put),
    query: mapValues(query, (texts) => texts.map(put)),
    ...(auth && { auth: revealAuth(auth, put) }),
  }
  return { ok: true, config: request, mask: createMask(hidden(secrets, request)) }
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
function hidden(secrets: SecretValue[], { auth }: HttpConfig): SecretValue[] {
  const { username, password } = auth?.basic ?? {}
  const isPairSecret = username !== undefined && secrets.length > 0
  return [...secrets, ...(isPairSecret ? [{ name: 'BASIC_AUTH', value: `${username}:${password}` }] : [])]
}
