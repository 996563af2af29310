import { setImmediate as turn } from 'node:timers/promises'
import type { Tenant } from '@/server/api/testing/arrange'
import { tenantHot, tenantPool } from '@/server/platform/db'
import { workHere } from '../port'
import { type HeldRun, hold, type StartedRun, start } from './stage'

/** What the worker does with a run that it is given: what it holds, and what became of what it does. */
export interface Begun {
  held: HeldRun
  done: Promise<unknown>
  isAtOnce: boolean
}

export interface StartedHere {
  started: Promise<StartedRun>
  begun: Promise<Begun>
}

/** Starts a run that a worker of this process begins with, which does this with it. */
export function startHere(
  tenant: Tenant,
  begin: (held: HeldRun) => Promise<unknown>,
  more: object = {},
): StartedHere {
  let started: Promise<StartedRun> | undefined
  const begun = new Promise<Begun>((resolve) => {
    const stopWorking = workHere({
      begin(run, { isAtOnce }) {
        stopWorking()
        void (isAtOnce ? hold(run) : turn().then(() => hold(run))).then((held) => {
          const done = begin(held)
          done.catch(() => undefined)
          resolve({ held, done, isAtOnce })
        })
        return true
      },
    })
    started = start(tenant, 'plain', more)
    started.catch(() => undefined)
  })
  if (!started) throw new Error('Nothing was started.')
  return { started, begun }
}

/** What the organization asks of Postgres waits until this is over: a moment. */
export async function keepBusy({ orgId }: Tenant): Promise<void> {
  void tenantHot(orgId).durable.query('SELECT pg_sleep(0.05)')
  await new Promise((resolve) => process.nextTick(resolve))
}

/** Until the answer is called nothing gets a row there. */
export async function holdBack({ orgId }: Tenant, table: 'Run' | 'StepRun'): Promise<() => Promise<void>> {
  const client = await tenantPool(orgId).connect()
  await client.query(`BEGIN; LOCK TABLE "${table}" IN SHARE MODE`)
  return async () => {
    await client.query('ROLLBACK')
    client.release()
  }
}

/** How many transactions have written the run and its log. */
export async function writers({ orgId, runId }: StartedRun): Promise<number> {
  const { rows } = await tenantPool(orgId).query<{ count: number }>(
    `SELECT count(DISTINCT xmin::text)::int FROM (
       SELECT xmin FROM "Run" WHERE id = $1 UNION ALL SELECT xmin FROM "RunEvent" WHERE "runId" = $1) AS written`,
    [runId],
  )
  return rows[0]?.count ?? 0
}
