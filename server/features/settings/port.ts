import type { HttpPort, HttpRequest, HttpResult } from '@/server/language/contracts'
import { tenantDb } from '@/server/platform/db'
import { readEgress } from './egress'

/** The way out of the instance, which knows the hosts that may not be called. */
interface WayOut {
  request(request: HttpRequest & { refusalOf: (hostname: string) => string | undefined }): Promise<HttpResult>
}

/** HTTP within what the caller's project allows, redirects included. */
export function createProjectHttp(wayOut: WayOut): HttpPort {
  return {
    async request({ orgId, projectId }, request) {
      const { refusalOf } = await readEgress(tenantDb(orgId), orgId, projectId)
      return wayOut.request({ ...request, refusalOf })
    },
  }
}
