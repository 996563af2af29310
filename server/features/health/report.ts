import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { env, usesInngestServer } from '@/server/platform/env'
import { logger } from '@/server/platform/logger'
import { checkDatabase } from './checks/database'
import { checkDisk } from './checks/disk'
import { checkListening, checkQueue, checkWorkers } from './checks/engine'
import { checkMigrations } from './checks/migrations'
import { checkOutbox } from './checks/outbox'
import { worstOf } from './rules'
import type { HealthCheck, HealthReport } from './schema'
import { readBacklog } from './store'
import { within } from './within'

const LIMIT_MS = 5_000

/** Looks at everything that Pawl needs. One check that cannot be made does not hide the others. */
export async function lookAtEverything(): Promise<HealthReport> {
  const engine = usedEngine()
  const database = await checkDatabase()
  const rest = database.status === 'failing' ? [made('disk', checkDisk)] : restOf(engine)
  const checks = [database, ...(await Promise.all(rest)).flat()]
  return {
    status: worstOf(checks),
    version: await ownVersion(),
    engine,
    role: env().PAWL_ROLE,
    uptimeSeconds: Math.round(process.uptime()),
    checks,
  }
}

export function usedEngine(): HealthReport['engine'] {
  return usesInngestServer() ? 'inngest' : 'embedded'
}

function restOf(engine: HealthReport['engine']): Promise<HealthCheck[]>[] {
  return [
    made('migrations', checkMigrations),
    made('backlog', async () => {
      const backlog = await readBacklog()
      if (engine === 'inngest') return [checkOutbox(backlog)]
      return [checkWorkers(backlog), checkQueue(backlog), checkOutbox(backlog)]
    }),
    made('listening', async () => checkListening()),
    made('disk', checkDisk),
  ]
}

async function made(
  name: string,
  check: () => Promise<HealthCheck | HealthCheck[] | undefined>,
): Promise<HealthCheck[]> {
  try {
    const result = await within(check(), LIMIT_MS, `It took longer than ${LIMIT_MS / 1_000} s.`)
    return [result ?? []].flat()
  } catch (err) {
    logger.warn({ err, check: name }, 'A health check could not be made.')
    return [{ name, status: 'failing', message: 'This could not be looked at; the log says why.' }]
  }
}

const packageFile = z.object({ version: z.string() })
let version: string | undefined

async function ownVersion(): Promise<string> {
  version ??= packageFile.parse(JSON.parse(await readFile('package.json', 'utf8'))).version
  return version
}
