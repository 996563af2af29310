import type { TenantDb, TenantTransaction } from '@/server/platform/db'
import { givenEnv } from '@/server/platform/env'
import { type ResolvedSettings, resolveOrganization, resolveProject } from './resolve'
import { SETTING_KEYS, type Settings } from './schema'
import { readAuthors, readOverrides, readSettings, type SettingsPlace } from './store'

/** All settings of a place as a client sees them. */
export async function presentSettings(
  place: SettingsPlace,
  db: TenantDb | TenantTransaction,
): Promise<Settings> {
  const { organization, project } = await readSettings(place, db)
  const authors = await readAuthors(place, db)
  const overrides = place.projectId ? new Map<string, string[]>() : await readOverrides(place.orgId, db)
  const resolved: ResolvedSettings = place.projectId
    ? resolveProject(organization, project)
    : resolveOrganization(organization)
  const entries = SETTING_KEYS.map((key) => {
    const author = authors.get(key) ?? { updatedAt: null, updatedBy: null }
    const isAvailable = key === 'shell.enabled' && { isAvailable: givenEnv().PAWL_SHELL === 'on' }
    return [key, { ...resolved[key], ...author, ownIn: overrides.get(key) ?? [], ...isAvailable }]
  })
  // Made of SETTING_KEYS, each with what was resolved for it.
  return Object.fromEntries(entries) as Settings
}
