import { setTimeout as sleep } from 'node:timers/promises'
import { catalogue } from '@/server/api/catalogue'
import type { Tenant } from '@/server/api/testing/arrange'
import { AppError } from '@/server/kernel/errors'
import type { JsonObject } from '@/server/kernel/json'
import { isRunEnded, type RunStatus } from '@/server/kernel/statuses'
import { execute, requestHashOf } from '@/server/operations'
import { tenantDb } from '@/server/platform/db'
import type { Ledger } from './ledger'
import type { MixedWorkflow } from './mixed-workflows'
import { persistently } from './persistently'
import type { SeededRandom } from './seeded-random'

export interface StormRun {
  id: string
  workflow: string
  /** How it may end. */
  endings: RunStatus[]
}

const STARTED_WITHIN_MS = 50_000
const CANCELLED_WITHIN_MS = 6_000
const LOOK_EVERY_MS = 200

/** Starts runs of all workflows, one after the other while the storm goes on, and cancels some of them. */
export async function startRuns(
  tenant: Tenant,
  workflows: readonly MixedWorkflow[],
  sizes: { runs: number; cancels: number },
  random: SeededRandom,
): Promise<StormRun[]> {
  const runs: StormRun[] = []
  const cancelling: Promise<void>[] = []
  const cancelled = new Set(random.shuffle([...Array(sizes.runs).keys()]).slice(0, sizes.cancels))
  for (let nth = 0; nth < sizes.runs; nth += 1) {
    const workflow = workflows[nth % workflows.length]
    if (!workflow) throw new Error('There are no workflows to mix.')
    const run = await startOne(tenant, workflow, nth)
    runs.push(run)
    if (cancelled.has(nth)) cancelling.push(cancelLater(tenant, run, random.between(0, CANCELLED_WITHIN_MS)))
    await sleep(random.between(0, (2 * STARTED_WITHIN_MS) / Math.max(sizes.runs, 100)))
  }
  await Promise.all(cancelling)
  return runs
}

async function startOne(tenant: Tenant, workflow: MixedWorkflow, nth: number): Promise<StormRun> {
  const input = { projectId: tenant.projectId, workflow: workflow.name, inputs: {} }
  // `runs.start` answers with the id of the run it made.
  const { id } = (await once(tenant, catalogue.runs.start, input, `start ${nth}`)) as { id: string }
  return { id, workflow: workflow.name, endings: [workflow.endsAs] }
}

async function cancelLater(tenant: Tenant, run: StormRun, afterMs: number): Promise<void> {
  await sleep(afterMs)
  const input = { projectId: tenant.projectId, runId: run.id, reason: 'The storm' }
  try {
    await once(tenant, catalogue.runs.cancel, input, `cancel ${run.id}`)
    // What is over before a wave takes notice has ended as it would have.
    run.endings.push('cancelled')
  } catch (error) {
    if (!AppError.is(error) || error.code !== 'invalid_state') throw error
  }
}

/** However often it has to be sent until an answer comes. */
function once(
  { owner }: Tenant,
  operation: Parameters<typeof execute>[0],
  input: JsonObject,
  key: string,
): Promise<unknown> {
  const requestHash = requestHashOf(operation.name, input)
  return persistently(() => execute(operation, owner, input, { key, requestHash }))
}

/**
 * Decides whatever waits, until `isOver` and every run has ended or the time is up. For each ended run: how many
 * calls the ledger knew of when that was surely told.
 */
export async function watchRuns(
  tenant: Tenant,
  ledger: Ledger,
  isOver: () => boolean,
  calmMs: number,
): Promise<Map<string, number>> {
  const db = tenantDb(tenant.orgId)
  const closedAt = new Map<string, number>()
  let endedBefore: string[] = []
  for (let until = Number.POSITIVE_INFINITY; ; ) {
    const pending = await persistently(() =>
      db.approval.findMany({ where: { status: 'pending' }, select: { id: true } }),
    )
    for (const { id } of pending) await approve(tenant, id)
    const runs = await persistently(() => db.run.findMany({ select: { id: true, status: true } }))
    // What was under way when a run's end was committed has arrived by the next look.
    for (const id of endedBefore) if (!closedAt.has(id)) closedAt.set(id, ledger.entries.length)
    // The column holds run statuses only, by its CHECK.
    endedBefore = runs.filter(({ status }) => isRunEnded(status as RunStatus)).map(({ id }) => id)
    if (isOver() && until === Number.POSITIVE_INFINITY) until = performance.now() + calmMs
    const isDone = isOver() && runs.every(({ id }) => closedAt.has(id))
    if (isDone || performance.now() > until) return closedAt
    await sleep(LOOK_EVERY_MS)
  }
}

/** One that was decided although the answer never came, or whose run has been cancelled, is refused: it is done. */
async function approve({ projectId, owner }: Tenant, approvalId: string): Promise<void> {
  const input = { projectId, approvalId, verdict: 'approve' }
  try {
    await persistently(() => execute(catalogue.approvals.decide, owner, input))
  } catch (error) {
    if (!AppError.is(error)) throw error
  }
}
