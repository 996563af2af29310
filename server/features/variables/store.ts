import { newId } from '@/server/kernel/ids'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { Prisma, type Queryable, type TenantDb, type TenantTransaction } from '@/server/platform/db'

export interface VariableScope {
  orgId: string
  projectId: string
}

type Db = Pick<TenantDb | TenantTransaction, 'variable' | 'user'>
type Variables = Pick<Db, 'variable'>

/** A project's variables by name, with who set each. */
export async function listVariables({ orgId, projectId }: VariableScope, db: Db) {
  const rows = await db.variable.findMany({ where: { orgId, projectId }, orderBy: { name: 'asc' } })
  const users = await db.user.findMany({
    where: { id: { in: [...new Set(rows.map((row) => row.updatedById))] } },
    select: { id: true, name: true },
  })
  const names = new Map(users.map((user) => [user.id, user.name]))
  return rows.map(({ name, value, description, updatedAt, updatedById }) => ({
    name,
    // Only `set` writes this column, and it writes JSON.
    value: value as JsonValue,
    description,
    updatedAt: updatedAt.toISOString(),
    updatedBy: names.get(updatedById) ?? null,
  }))
}

export async function variableNames({ orgId, projectId }: VariableScope, db: Variables): Promise<string[]> {
  const rows = await db.variable.findMany({ where: { orgId, projectId }, select: { name: true } })
  return rows.map((row) => row.name)
}

/** Values by name, of these names or of all. */
export async function readVariables(
  { projectId }: VariableScope,
  db: Queryable,
  names?: readonly string[],
): Promise<JsonObject> {
  const { rows } = await db.query<{ name: string; value: JsonValue }>(
    `SELECT name, value FROM "Variable"
      WHERE "projectId" = $1 AND ($2::json IS NULL OR name IN (SELECT json_array_elements_text($2::json)))
      ORDER BY name`,
    [projectId, names ? JSON.stringify(names) : null],
  )
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
}

/** The value a name has, if any. */
export async function findVariable(
  { orgId, projectId }: VariableScope,
  db: Variables,
  name: string,
): Promise<{ value: JsonValue; description: string | null } | undefined> {
  const row = await db.variable.findFirst({
    where: { orgId, projectId, name },
    select: { value: true, description: true },
  })
  return row ? { value: row.value as JsonValue, description: row.description } : undefined
}

export function countVariables({ orgId, projectId }: VariableScope, db: Variables): Promise<number> {
  return db.variable.count({ where: { orgId, projectId } })
}

export async function writeVariable(
  { orgId, projectId }: VariableScope,
  db: Variables,
  variable: { name: string; value: JsonValue; description: string | null; userId: string; now: Date },
): Promise<void> {
  const { name, value, description, userId, now } = variable
  const written = {
    // A JSON null has to be told from SQL's.
    value: value === null ? Prisma.JsonNull : value,
    description,
    updatedById: userId,
    updatedAt: now,
  }
  await db.variable.upsert({
    where: { projectId_name: { projectId, name } },
    create: { id: newId('variable'), orgId, projectId, name, ...written },
    update: written,
    select: { id: true },
  })
}

/** Whether there was one to remove. */
export async function removeVariable(
  { orgId, projectId }: VariableScope,
  db: Variables,
  name: string,
): Promise<boolean> {
  const { count } = await db.variable.deleteMany({ where: { orgId, projectId, name } })
  return count === 1
}
