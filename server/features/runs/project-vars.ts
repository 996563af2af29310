import { readVariables } from '@/server/features/variables'
import { AppError } from '@/server/kernel/errors'
import type { JsonObject } from '@/server/kernel/json'
import type { Queryable } from '@/server/platform/db'
import type { VariablesRead } from './versions'

/**
 * The project's variables that a run of a document reads, as they are now. A run keeps them: a later change
 * holds for new runs only. Refused where one is missing, so that no run starts with half of what it needs.
 */
export async function varsFor(
  scope: { orgId: string; projectId: string },
  db: Queryable,
  { names, readsAny }: VariablesRead,
): Promise<JsonObject> {
  if (names.length === 0 && !readsAny) return {}
  const values = await readVariables(scope, db, readsAny ? undefined : names)
  const missing = names.filter((name) => !Object.hasOwn(values, name))
  if (missing.length === 0) return values
  const list = missing.map((name) => `vars.${name}`).join(', ')
  throw new AppError(
    'invalid_state',
    `This workflow reads ${list}, which neither it nor the project defines. Set it under Settings, Variables.`,
    { details: { missing } },
  )
}
