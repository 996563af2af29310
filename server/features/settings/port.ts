import type { HttpPort, HttpRequest, HttpResult, ShellPort } from '@/server/language/contracts'
import { tenantDb } from '@/server/platform/db'
import { givenEnv } from '@/server/platform/env'
import type { Shell } from '@/server/platform/shell'
import { effectiveSettings } from './effective'
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

/** Commands, where instance and project allow them; asked for each, so that a change holds from the next one on. */
export function createProjectShell(shell: Pick<Shell, 'run'>): ShellPort {
  return {
    check: checkCommands,
    async run(caller, command) {
      const allowed = await checkCommands(caller)
      if (!allowed.ok) return { ok: false, code: 'shell_disabled', message: allowed.message }
      return shell.run(caller.runId, command)
    },
  }
}

const checkCommands: ShellPort['check'] = async ({ orgId, projectId }) => {
  if (givenEnv().PAWL_SHELL !== 'on')
    return refused('Commands are off on this instance. An operator can allow them with PAWL_SHELL=on.')
  const settings = await effectiveSettings(tenantDb(orgId), orgId, projectId)
  if (settings['shell.enabled']) return { ok: true }
  return refused(
    'Commands are off in this project. Who manages its settings can turn them on, under Settings, Commands.',
  )
}

function refused(message: string): { ok: false; message: string } {
  return { ok: false, message }
}
