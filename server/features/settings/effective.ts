import type { TenantDb, TenantTransaction } from '@/server/platform/db'
import { resolveProject } from './resolve'
import type { SettingValues } from './schema'
import { readSettings } from './store'

/** What holds in a project right now. */
export async function effectiveSettings(
  db: Pick<TenantDb | TenantTransaction, 'setting'>,
  orgId: string,
  projectId: string,
): Promise<SettingValues> {
  const { organization, project } = await readSettings({ orgId, projectId }, db)
  const resolved = resolveProject(organization, project)
  return {
    'retention.runs': resolved['retention.runs'].value,
    'retention.events': resolved['retention.events'].value,
    'retention.payloads': resolved['retention.payloads'].value,
    'network.allowedHosts': resolved['network.allowedHosts'].value,
    'shell.enabled': resolved['shell.enabled'].value,
  }
}
