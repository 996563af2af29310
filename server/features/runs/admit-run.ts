import { isInsideHolder, releasePlaces, storedKey, takePlace } from '@/server/features/run-slots'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { SandboxPort, WorkflowDefinition } from '@/server/language/contracts'
import { evaluateText } from '@/server/language/expressions'
import { inTransaction, tenantPool } from '@/server/platform/db'
import { cancelUnattended } from './cancel-unattended'
import { endRun } from './end-run'

interface Target {
  orgId: string
  runId: string
  generation: number
}

/** `kept`: the engine is not to be told; a free place, or nobody, will ask again. */
export type Admission = 'admitted' | 'kept'

type Limit = NonNullable<WorkflowDefinition['concurrency']>

interface RequestedRun {
  projectId: string
  number: number
  inputs: JsonObject
  projectVars: JsonObject
  trigger: JsonObject
  vars: JsonObject | null
  concurrency: Limit | null
  isStopping: boolean
  /** Since when it is to run: places go to those who came first. */
  since: Date
}

/**
 * Takes a run's place under the concurrency limit of its workflow, before the engine hears of it. Asking again,
 * after a crash, is safe. What to do where there is none (`onLimit`) holds for a new run; one that is resumed or
 * rolled back waits its turn.
 */
export async function admitRun(ports: { sandbox: SandboxPort }, target: Target): Promise<Admission> {
  const run = await readRequested(target)
  if (!run) return 'kept'
  const { concurrency } = run
  if (!concurrency || run.isStopping) return 'admitted'
  const evaluated = await evaluateText(concurrency.key, contextOf(ports, target, run), 'concurrency.key')
  if (!evaluated.ok) {
    const { code, message, details } = evaluated.failure
    await endRun(target, { type: 'run.failed', error: { code, message, ...(details && { details }) } })
    return 'kept'
  }
  const key = storedKey(`run:${textOf(evaluated.value)}`)
  const onLimit = target.generation === 1 ? concurrency.onLimit : 'queue'
  const place = await takeRunPlace(target, run, {
    key,
    limit: concurrency.limit,
    isLasting: onLimit !== 'skip',
  })
  if (place === 'held') return 'admitted'
  if (place === 'queued' && onLimit === 'skip') await skip(target, run, key)
  if (place === 'queued' && onLimit === 'cancel-oldest') await cancelOldest(target, run, key)
  return 'kept'
}

async function readRequested({ orgId, runId, generation }: Target): Promise<RequestedRun | undefined> {
  const { rows } = await tenantPool(orgId).query<RequestedRun>(
    `SELECT r."projectId", r.number, r.inputs, r."projectVars", r.trigger, v.definition->'vars' AS vars,
            v.definition->'concurrency' AS concurrency, r."cancelRequestedAt" IS NOT NULL AS "isStopping",
            coalesce(r."resumedAt", r."createdAt") AS since
       FROM "Run" r JOIN "WorkflowVersion" v ON v.id = r."versionId"
      WHERE r.id = $1 AND r.generation = $2 AND r.status IN ('queued', 'running', 'waiting')`,
    [runId, generation],
  )
  return rows[0]
}

function contextOf(ports: { sandbox: SandboxPort }, { orgId, runId }: Target, run: RequestedRun) {
  const { inputs, projectVars, vars, trigger, number } = run
  const scope = { inputs, vars: { ...projectVars, ...vars }, trigger, run: { id: runId, number } }
  return { scope, sandbox: ports.sandbox, orgId }
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `isLasting`: joins the queue where no place is free. `over`: somebody ended or stopped the run meanwhile. */
async function takeRunPlace(
  { orgId, runId, generation }: Target,
  { projectId, since }: RequestedRun,
  { key, limit, isLasting }: { key: string; limit: number; isLasting: boolean },
): Promise<'held' | 'queued' | 'over'> {
  return inTransaction(tenantPool(orgId), async (client) => {
    // Shared with whoever cancels or ends it: they see the place, or are seen here.
    const { rows } = await client.query<{ isStopping: boolean }>(
      `SELECT "cancelRequestedAt" IS NOT NULL AS "isStopping" FROM "Run"
        WHERE id = $1 AND generation = $2 AND status IN ('queued', 'running', 'waiting') FOR SHARE`,
      [runId, generation],
    )
    const [row] = rows
    if (!row) return 'over'
    const asker = { orgId, projectId, runId, path: '' }
    if (row.isStopping || (await isInsideHolder(client, asker, key))) return 'held'
    const place = await takePlace(client, asker, { key, limit, since })
    if (place === 'queued' && !isLasting) await releasePlaces(client, asker, [''])
    return place
  })
}

interface Other {
  runId: string
  number: number
}

/** Runs of this key, held or ahead in the queue, that nobody has asked to stop; the oldest first. */
async function othersOf(
  { orgId, runId }: Target,
  { projectId }: RequestedRun,
  key: string,
): Promise<Other[]> {
  const { rows } = await tenantPool(orgId).query<Other>(
    `SELECT s."runId", r.number FROM "ConcurrencySlot" s JOIN "Run" r ON r.id = s."runId"
      WHERE s."projectId" = $1 AND s.key = $2 AND s.path = '' AND s."runId" <> $3 AND r."cancelRequestedAt" IS NULL
        AND (s."isHeld" OR s."requestedAt" <
              (SELECT "requestedAt" FROM "ConcurrencySlot" WHERE "runId" = $3 AND path = ''))
      ORDER BY NOT s."isHeld", s."requestedAt", s."runId"`,
    [projectId, key, runId],
  )
  return rows
}

async function skip(target: Target, run: RequestedRun, key: string): Promise<void> {
  const [holder] = await othersOf(target, run, key)
  const who = holder ? `Run #${holder.number} holds the place` : 'Another run holds the place'
  const reason = `Skipped: ${who} under this workflow's concurrency limit.`
  await endRun(target, { type: 'run.cancelled', reason })
}

/** Makes room: as many of the oldest as stand in the way of this one are asked to stop. */
async function cancelOldest(target: Target, run: RequestedRun, key: string): Promise<void> {
  const others = await othersOf(target, run, key)
  const excess = Math.max(0, others.length - (run.concurrency?.limit ?? 1) + 1)
  for (const { runId } of others.slice(0, excess))
    await cancelUnattended(
      target.orgId,
      runId,
      `Run #${run.number} came, and this workflow's concurrency limit cancels the oldest run.`,
    )
}
