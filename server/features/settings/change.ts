import { AppError } from '@/server/kernel/errors'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { MutationContext } from '@/server/operations'
import type { SetValues } from './resolve'
import { canonicalHostPattern, widerHosts } from './rules'
import { SETTINGS, type SettingKey } from './schema'
import { readSettings, removeSetting, type SettingsPlace, writeSetting } from './store'

type Context = Pick<MutationContext<'org'>, 'scope' | 'db' | 'now' | 'record'>

/** Sets a key in a place, checked by the key's own shape. */
export async function changeSetting(
  context: Context,
  place: SettingsPlace,
  key: SettingKey,
  given: JsonValue,
): Promise<void> {
  const { db, now, scope } = context
  const value = checkedValue(key, given)
  const set = await readSettings(place, db)
  if (place.projectId) refuseMore(key, value, set.organization)
  await writeSetting(place, db, { key, value, userId: scope.user.userId, now })
  context.record({ ...before(place, set, key), after: { [key]: value } })
}

/** Takes a key back in a place, so that it is inherited again; nothing happens where it was not set. */
export async function resetSetting(context: Context, place: SettingsPlace, key: SettingKey): Promise<void> {
  context.record(before(place, await readSettings(place, context.db), key))
  await removeSetting(place, context.db, key)
}

function checkedValue(key: SettingKey, given: JsonValue): JsonValue {
  const parsed = SETTINGS[key].shape.safeParse(given)
  if (parsed.success)
    return Array.isArray(parsed.data) ? [...new Set(parsed.data.map(canonicalHostPattern))] : parsed.data
  const issues = parsed.error.issues.map((issue) => ({
    path: ['value', ...issue.path].join('.'),
    message: issue.message,
  }))
  throw new AppError('invalid_input', `${key} cannot be set to this. ${issues[0]?.message ?? ''}`.trim(), {
    details: { issues },
  })
}

/** A project may allow less than its organization, never more. */
function refuseMore(key: SettingKey, value: JsonValue, organization: SetValues): void {
  if (key === 'network.allowedHosts') refuseWider(value, organization[key] ?? null)
  if (key !== 'shell.enabled' || value !== true || organization[key] !== false) return
  const message =
    'The organization has turned commands off for all its projects. Who manages the organization’s settings can turn them on, under Settings, Defaults.'
  throw new AppError('invalid_input', message, { details: { issues: [{ path: 'value', message }] } })
}

function refuseWider(value: JsonValue, outer: string[] | null): void {
  if (outer === null) return
  const hosts = Array.isArray(value) ? widerHosts(value.map(String), outer) : ['any public host']
  if (hosts.length === 0) return
  const message = `The organization does not allow ${hosts.join(', ')}. It allows ${outer.join(', ') || 'no host'}; a project can only narrow that. Who manages the organization's settings can add hosts.`
  throw new AppError('invalid_input', message, { details: { hosts, issues: [{ path: 'value', message }] } })
}

function before(
  { projectId }: SettingsPlace,
  set: Awaited<ReturnType<typeof readSettings>>,
  key: SettingKey,
): { before?: JsonObject } {
  const value = (projectId ? set.project : set.organization)[key]
  return value === undefined ? {} : { before: { [key]: value } }
}
