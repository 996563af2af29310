import { readVariables } from '@/server/features/variables'
import { AppError } from '@/server/kernel/errors'
import type { JsonObject } from '@/server/kernel/json'
import { namesRead } from '@/server/language/definition'
import type { TenantDb, TenantTransaction } from '@/server/platform/db'

/**
 * The project's variables that a run of this document reads, as they are now. A run keeps them: a later change
 * holds for new runs only. Refused where one is missing, so that no run starts with half of what it needs.
 */
export async function varsFor(
  scope: { orgId: string; projectId: string },
  db: Pick<TenantDb | TenantTransaction, 'variable'>,
  source: string,
): Promise<JsonObject> {
  if (!source.includes('vars')) return {}
  const { vars, readsAnyVar, ownVars } = namesRead(source)
  const wanted = [...vars].filter((name) => !ownVars.has(name))
  if (wanted.length === 0 && !readsAnyVar) return {}
  const values = await readVariables(scope, db, readsAnyVar ? undefined : wanted)
  const missing = wanted.filter((name) => !Object.hasOwn(values, name))
  if (missing.length === 0) return values
  const list = missing.map((name) => `vars.${name}`).join(', ')
  throw new AppError(
    'invalid_state',
    `This workflow reads ${list}, which neither it nor the project defines. Set it under Settings, Variables.`,
    { details: { missing } },
  )
}
