import type { TenantDb } from '@/server/platform/db'
import { isHostAllowed } from './rules'
import { readSettings } from './store'

/** What a project may call, besides what the instance's guard lets through. */
export interface Egress {
  /** Why a host (of a URL) may not be called, and who can allow it; `undefined` when it may. */
  refusalOf(hostname: string): string | undefined
}

/** Read for each call, so that a change holds from the next call on. */
export async function readEgress(
  db: Pick<TenantDb, 'setting'>,
  orgId: string,
  projectId: string,
): Promise<Egress> {
  const { organization, project } = await readSettings({ orgId, projectId }, db)
  const key = 'network.allowedHosts'
  return {
    refusalOf(hostname) {
      if (!isHostAllowed(hostname, organization[key] ?? null))
        return `${hostname} is not among the hosts that the organization allows. Who manages its settings can add it, under Settings, Defaults.`
      if (!isHostAllowed(hostname, project[key] ?? null))
        return `${hostname} is not among the hosts that this project allows. Who manages its settings can add it, under Settings, Network.`
      return undefined
    },
  }
}
