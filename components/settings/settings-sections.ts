import type { Permission } from '@/server/kernel/permissions'

/** One page of the settings; `of` says whose it is, and in whose scope its permission must be held. */
export interface SettingsSection {
  id: string
  label: string
  of: 'project' | 'organization'
  needs: Permission
}

export const SETTINGS_SECTIONS = [
  { id: 'general', label: 'General', of: 'project', needs: 'projects.read' },
  { id: 'providers', label: 'Providers', of: 'project', needs: 'providers.read' },
  { id: 'secrets', label: 'Secrets', of: 'project', needs: 'secrets.read' },
  { id: 'variables', label: 'Variables', of: 'project', needs: 'variables.read' },
  { id: 'network', label: 'Network', of: 'project', needs: 'settings.read' },
  { id: 'commands', label: 'Commands', of: 'project', needs: 'settings.read' },
  { id: 'retention', label: 'Retention', of: 'project', needs: 'settings.read' },
  { id: 'organization', label: 'General', of: 'organization', needs: 'organizations.read' },
  { id: 'defaults', label: 'Defaults', of: 'organization', needs: 'settings.read' },
] as const satisfies readonly SettingsSection[]

/** Where an address of the former tabs leads, or the settings' own. */
export function sectionOfTab(tab: string | undefined): string {
  return SETTINGS_SECTIONS.find(({ id }) => id === tab)?.id ?? 'general'
}
