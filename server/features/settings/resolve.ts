import { commonHosts } from './rules'
import { SETTING_KEYS, SETTINGS, type SettingKey, type SettingSource, type SettingValues } from './schema'

/** What is set in one place; a key that is absent is inherited. */
export type SetValues = { readonly [Key in SettingKey]?: SettingValues[Key] }

export interface Resolved<Value> {
  value: Value
  source: SettingSource
  own?: Value
  inherited: { value: Value; source: SettingSource }
}

export type ResolvedSettings = { [Key in SettingKey]: Resolved<SettingValues[Key]> }

/** What holds in an organization. */
export function resolveOrganization(organization: SetValues): ResolvedSettings {
  return resolveEach((key) => {
    const inherited = { value: SETTINGS[key].default, source: 'instance' as const }
    return over(organization[key], 'organization', inherited)
  })
}

/** What holds in a project of it: its own values, but never more than what the organization allows. */
export function resolveProject(organization: SetValues, project: SetValues): ResolvedSettings {
  const outer = resolveOrganization(organization)
  const resolved = resolveEach((key) => {
    const { value, source } = outer[key]
    return over(project[key], 'project', { value, source })
  })
  const hosts = resolved['network.allowedHosts']
  const common = commonHosts(hosts.value, hosts.inherited.value)
  const commands = resolved['shell.enabled']
  return {
    ...resolved,
    'network.allowedHosts': { ...hosts, value: common && [...common] },
    'shell.enabled': { ...commands, value: commands.value && organization['shell.enabled'] !== false },
  }
}

function over<Value>(
  own: Value | undefined,
  source: SettingSource,
  inherited: Resolved<Value>['inherited'],
): Resolved<Value> {
  return own === undefined ? { ...inherited, inherited } : { value: own, source, own, inherited }
}

function resolveEach(resolve: (key: SettingKey) => unknown): ResolvedSettings {
  // `resolve` gives for each key what `over` made of values of that key.
  return Object.fromEntries(SETTING_KEYS.map((key) => [key, resolve(key)])) as unknown as ResolvedSettings
}
