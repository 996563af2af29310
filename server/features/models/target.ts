import { readSecret } from '@/server/features/secrets'
import type { ModelCaller, ModelRequest, ModelResult } from '@/server/language/contracts'
import { tenantDb } from '@/server/platform/db'
import type { ProviderKind } from '@/server/plugins/providers/provider'
import { splitModel } from './rules'
import { OFFLINE_PROVIDER } from './schema'
import { findProvider, listProviders } from './store'

/** Which model of which provider a call goes to, and with which key. */
export interface Target {
  provider: string
  model: string
  kind: ProviderKind
  baseUrl: string | null
  key?: { secret: string; value: string }
}

export type Refusal = Extract<ModelResult, { ok: false }>

/** What `<provider>/<model>` names in the caller's project. */
export async function resolveTarget(
  caller: Pick<ModelCaller, 'orgId' | 'projectId'>,
  name: ModelRequest['model'],
): Promise<Target | Refusal> {
  const parts = splitModel(name)
  if (!parts)
    return refuse(
      'invalid_request',
      `"${name}" names no model. Write <provider>/<model>, such as offline/rules.`,
    )
  if (parts.provider === OFFLINE_PROVIDER) return { ...parts, kind: OFFLINE_PROVIDER, baseUrl: null }
  const db = tenantDb(caller.orgId)
  const saved = await findProvider(caller, db, parts.provider)
  if (!saved) {
    const known = (await listProviders(caller, db)).map((provider) => provider.name)
    return refuse(
      'unknown_provider',
      `This project has no provider named "${parts.provider}". It has: ${known.join(', ')}. Add one in the project's settings.`,
    )
  }
  const { kind, baseUrl, keySecret } = saved
  if (keySecret === null) return { ...parts, kind, baseUrl }
  const value = await readSecret(caller, db, keySecret)
  if (value !== undefined) return { ...parts, kind, baseUrl, key: { secret: keySecret, value } }
  return refuse(
    'invalid_key',
    `The key of provider "${saved.name}" (secret ${keySecret}) is gone. Save the provider with a key again.`,
  )
}

function refuse(code: string, message: string): Refusal {
  return { ok: false, code, message, retryable: false }
}
