import { newId } from '@/server/kernel/ids'
import type { JsonValue } from '@/server/kernel/json'
import { Prisma, type TenantDb, type TenantTransaction } from '@/server/platform/db'
import type { SetValues } from './resolve'
import { SETTING_KEYS, SETTINGS, type SettingKey, type SettingValues } from './schema'

type Db = Pick<TenantDb | TenantTransaction, 'setting' | 'user' | 'project'>

/** Where settings are set: the organization itself, or one of its projects. */
export interface SettingsPlace {
  orgId: string
  projectId?: string
}

/** What an organization and one of its projects set, in one read. */
export async function readSettings(
  { orgId, projectId }: SettingsPlace,
  db: Pick<Db, 'setting'>,
): Promise<{ organization: SetValues; project: SetValues }> {
  const rows = await db.setting.findMany({
    where: { orgId, scopeId: { in: [orgId, ...(projectId ? [projectId] : [])] } },
    select: { scopeId: true, key: true, value: true },
  })
  return {
    organization: valuesOf(rows.filter((row) => row.scopeId === orgId)),
    project: valuesOf(rows.filter((row) => row.scopeId === projectId)),
  }
}

interface SetBy {
  updatedAt: string
  updatedBy: string | null
}

/** When each key was set in this place, and by whom. */
export async function readAuthors(place: SettingsPlace, db: Db): Promise<Map<string, SetBy>> {
  const rows = await db.setting.findMany({
    where: { orgId: place.orgId, scopeId: scopeIdOf(place) },
    select: { key: true, updatedAt: true, updatedById: true },
  })
  const users = await db.user.findMany({
    where: { id: { in: [...new Set(rows.map((row) => row.updatedById))] } },
    select: { id: true, name: true },
  })
  const names = new Map(users.map((user) => [user.id, user.name]))
  return new Map(
    rows.map((row) => [
      row.key,
      { updatedAt: row.updatedAt.toISOString(), updatedBy: names.get(row.updatedById) ?? null },
    ]),
  )
}

/** Names of the projects that set a key themselves, by key. */
export async function readOverrides(orgId: string, db: Db): Promise<Map<string, string[]>> {
  const rows = await db.setting.findMany({
    where: { orgId, projectId: { not: null } },
    select: { key: true, projectId: true },
  })
  const projects = await db.project.findMany({
    where: { orgId },
    orderBy: { name: 'asc' },
    select: { id: true, name: true },
  })
  const keysOf = (projectId: string) =>
    rows.filter((row) => row.projectId === projectId).map(({ key }) => key)
  const overrides = new Map<string, string[]>()
  for (const { id, name } of projects)
    for (const key of keysOf(id)) overrides.set(key, [...(overrides.get(key) ?? []), name])
  return overrides
}

export async function writeSetting(
  place: SettingsPlace,
  db: Pick<Db, 'setting'>,
  setting: { key: SettingKey; value: JsonValue; userId: string; now: Date },
): Promise<void> {
  const { key, userId, now } = setting
  const scopeId = scopeIdOf(place)
  const written = {
    // A JSON null has to be told from SQL's.
    value: setting.value === null ? Prisma.JsonNull : setting.value,
    updatedById: userId,
    updatedAt: now,
  }
  const { orgId, projectId = null } = place
  await db.setting.upsert({
    where: { scopeId_key: { scopeId, key } },
    create: { id: newId('setting'), orgId, projectId, scopeId, key, ...written },
    update: written,
    select: { id: true },
  })
}

export async function removeSetting(
  place: SettingsPlace,
  db: Pick<Db, 'setting'>,
  key: SettingKey,
): Promise<void> {
  await db.setting.deleteMany({ where: { orgId: place.orgId, scopeId: scopeIdOf(place), key } })
}

function scopeIdOf({ orgId, projectId }: SettingsPlace): string {
  return projectId ?? orgId
}

/** A value that does not fit its shape throws: to pass over a list of hosts would open what it closed. */
function valuesOf(rows: { key: string; value: unknown }[]): SetValues {
  const values: Partial<Record<SettingKey, unknown>> = {}
  for (const key of SETTING_KEYS) {
    const row = rows.find((candidate) => candidate.key === key)
    if (row) values[key] = SETTINGS[key].shape.parse(row.value)
  }
  // Each value was parsed with the shape of its key.
  return values as Partial<SettingValues>
}
