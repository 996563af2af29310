import { setTimeout as sleep } from 'node:timers/promises'
import { catalogue } from '@/server/api/catalogue'
import type { Tenant } from '@/server/api/testing/arrange'
import { AppError } from '@/server/kernel/errors'
import { type LoggedRunEvent, runEventSchema } from '@/server/kernel/run-events'
import { isRunEnded, type RunStatus } from '@/server/kernel/statuses'
import type { GoldenAct } from '@/server/language/testing/golden/golden-script'
import { GOLDEN_SERVER, type Golden } from '@/server/language/testing/golden/goldens'
import { type GoldenRun, normalRun, type RecordedRun } from '@/server/language/testing/golden/normal-run'
import { execute } from '@/server/operations'
import { tenantDb, tenantPool } from '@/server/platform/db'
import { childRunsIn, GoldenActs, type GoldenHands } from './golden-acts'

/** How often a run is looked at: not so often that this is most of the work there is. */
const LOOK_EVERY_MS = 100
const LOOKS = 900

/** Runs a golden workflow on the engine of this process, as people do: through operations. `origin`: its outside. */
export async function runOnEngine(golden: Golden, tenant: Tenant, origin: string): Promise<GoldenRun> {
  const moved = (text: string) => text.replaceAll(GOLDEN_SERVER, origin)
  for (const [name, value] of Object.entries(golden.script.secrets))
    await call(tenant, catalogue.secrets.set, { name, value })
  for (const [name, source] of Object.entries(golden.others)) await publish(tenant, name, moved(source))
  await publish(tenant, golden.name, moved(golden.source))
  const { inputs } = golden
  const started = await call(tenant, catalogue.runs.start, { workflow: golden.name, inputs })
  const runId = idOf(started)
  await followRun(tenant, runId, new GoldenActs(golden.script))
  return normalRun(await recordedOf(tenant, runId), origin)
}

/** Publishes a workflow under the label `production`, too. */
export async function publish(tenant: Tenant, name: string, source: string): Promise<void> {
  const workflowId = idOf(await call(tenant, catalogue.workflows.create, { name, source }))
  await call(tenant, catalogue.workflows.publish, { workflowId, source })
  await call(tenant, catalogue.workflows.setLabel, { workflow: name, label: 'production', version: 1 })
}

export function call(
  { projectId, owner }: Tenant,
  operation: Parameters<typeof execute>[0],
  input: object,
): Promise<unknown> {
  return execute(operation, owner, { projectId, ...input })
}

export function idOf(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'id' in answer) return String(answer.id)
  throw new Error(`This answer has no id: ${JSON.stringify(answer)}`)
}

/** Until it is over and nobody has anything left to do with it. */
async function followRun(tenant: Tenant, runId: string, acts: GoldenActs): Promise<void> {
  const hands = handsOf(tenant, runId)
  let status: RunStatus = 'queued'
  for (let look = 0; look < LOOKS; look += 1) {
    if (!acts.isOver) await acts.go(hands)
    status = await statusOf(tenant, runId)
    if (isRunEnded(status) && acts.isOver) return
    await sleep(LOOK_EVERY_MS)
  }
  const last = (await logOf(tenant, runId)).at(-1)
  throw new Error(`The run is ${status} after ${JSON.stringify(last)}; left to do: ${acts}`)
}

export async function statusOf({ orgId }: Tenant, runId: string): Promise<RunStatus> {
  const { status } = await tenantDb(orgId).run.findUniqueOrThrow({
    where: { id: runId },
    select: { status: true },
  })
  // The column holds run statuses only, by its CHECK.
  return status as RunStatus
}

function handsOf(tenant: Tenant, runId: string): GoldenHands {
  const runOf = async (inRunOf: string | undefined) =>
    inRunOf === undefined ? runId : childRunsIn(await logOf(tenant, runId)).get(inRunOf)
  return {
    async logOf(inRunOf) {
      const meant = await runOf(inRunOf)
      return meant === undefined ? undefined : logOf(tenant, meant)
    },
    async perform(act) {
      const meant = await runOf(act.inRunOf)
      if (meant === undefined) return 'not yet'
      return act.do === 'decide' ? decide(tenant, meant, act) : doTo(tenant, meant, act)
    },
  }
}

async function decide(
  tenant: Tenant,
  runId: string,
  { path, verdict, values, comment }: Extract<GoldenAct, { do: 'decide' }>,
): Promise<'done' | 'not yet'> {
  const where = { runId, path, status: 'pending' }
  const approval = await tenantDb(tenant.orgId).approval.findFirst({ where, select: { id: true } })
  if (!approval) return 'not yet'
  await call(tenant, catalogue.approvals.decide, {
    approvalId: approval.id,
    verdict: verdict === 'approved' ? 'approve' : 'reject',
    ...(values && { values }),
    ...(comment !== undefined && { comment }),
  })
  return 'done'
}

/** What the run is not ready for yet is refused, and tried again. */
async function doTo(
  tenant: Tenant,
  runId: string,
  act: Exclude<GoldenAct, { do: 'decide' }>,
): Promise<'done' | 'not yet'> {
  if (act.do === 'emit') {
    await call(tenant, catalogue.events.emit, { name: act.name, data: act.data })
    return 'done'
  }
  try {
    await call(tenant, catalogue.runs[act.do], { runId })
    return 'done'
  } catch (error) {
    if (AppError.is(error) && error.code === 'invalid_state') return 'not yet'
    throw error
  }
}

export async function logOf({ orgId }: Tenant, runId: string): Promise<LoggedRunEvent[]> {
  const { rows } = await tenantPool(orgId).query<{
    seq: number
    at: Date
    type: string
    path: string | null
    data: object
  }>('SELECT seq, at, type, path, data FROM "RunEvent" WHERE "runId" = $1 ORDER BY seq', [runId])
  return rows.map(({ seq, at, type, path, data }) => ({
    ...runEventSchema.parse({ ...data, type, ...(path !== null && { path }) }),
    seq,
    at: at.toISOString(),
  }))
}

/** Of runs that it did not wait for, too, once they are over. */
async function recordedOf(tenant: Tenant, runId: string): Promise<RecordedRun> {
  for (let look = 0; look < LOOKS && !isRunEnded(await statusOf(tenant, runId)); look += 1)
    await sleep(LOOK_EVERY_MS)
  const log = await logOf(tenant, runId)
  const children: Record<string, RecordedRun> = {}
  for (const [path, child] of childRunsIn(log)) children[path] = await recordedOf(tenant, child)
  return { runId, log, children }
}
