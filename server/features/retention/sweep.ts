import { effectiveSettings } from '@/server/features/settings'
import { newId } from '@/server/kernel/ids'
import { tenantDb } from '@/server/platform/db'
import { announce } from '@/server/platform/realtime'
import { leaveNothingOver } from './left-over'
import { endOfKeeping, type RetentionRules } from './rules'
import { type Batch, deleteOldEvents, deleteOldRuns, erasePayloadsOfOld } from './store'

/** Short transactions: nobody waits long for a row that one of them holds. */
const BATCHES = { runs: 200, events: 100, payloads: 25 } as const

type Part = keyof typeof BATCHES
type Counts = Record<Part, number>

export interface Swept {
  /** False: the time was over first; ask again. */
  isDone: boolean
  /** Runs touched. */
  counts: Counts
}

/**
 * Deletes and erases what an organization's projects keep no longer, in batches, each in a transaction of its
 * own. May be stopped at any instant and asked again: what is gone is not counted twice. Leaves an audit row
 * for each project that lost something.
 */
export async function sweepOrganization(orgId: string, now: Date, budgetMs: number): Promise<Swept> {
  const db = tenantDb(orgId)
  const untilMs = Date.now() + budgetMs
  const total: Counts = { runs: 0, events: 0, payloads: 0 }
  const projects = await db.project.findMany({
    where: { orgId },
    orderBy: { id: 'asc' },
    select: { id: true },
  })
  let isDone = true
  for (const { id: projectId } of projects) {
    const rules = await rulesOf(orgId, projectId)
    const swept = await sweepProject(orgId, projectId, rules, { now, untilMs })
    if (Object.values(swept.counts).some((count) => count > 0)) {
      await recordSweep(orgId, projectId, rules, swept.counts)
      announce(orgId, 'runs')
    }
    for (const part of PARTS) total[part] += swept.counts[part]
    isDone = swept.isDone
    if (!isDone) break
  }
  return { isDone, counts: total }
}

const PARTS: readonly Part[] = ['runs', 'events', 'payloads']

async function rulesOf(orgId: string, projectId: string): Promise<RetentionRules> {
  const settings = await effectiveSettings(tenantDb(orgId), orgId, projectId)
  return {
    runs: settings['retention.runs'],
    events: settings['retention.events'],
    payloads: settings['retention.payloads'],
  }
}

/** Whole runs first: their logs and payloads need not be looked at any more. */
async function sweepProject(
  orgId: string,
  projectId: string,
  rules: RetentionRules,
  { now, untilMs }: { now: Date; untilMs: number },
): Promise<Swept> {
  const counts: Counts = { runs: 0, events: 0, payloads: 0 }
  for (const part of PARTS) {
    const days = rules[part]
    if (days === null) continue
    const batch: Batch = { projectId, endedBefore: endOfKeeping(days, now), limit: BATCHES[part] }
    for (let count: number = batch.limit; count === batch.limit; ) {
      if (Date.now() >= untilMs) return { isDone: false, counts }
      count = await removeBatch(orgId, part, batch, now)
      counts[part] += count
    }
  }
  return { isDone: await leaveNothingOver({ orgId, projectId }, rules, { now, untilMs }), counts }
}

function removeBatch(orgId: string, part: Part, batch: Batch, now: Date): Promise<number> {
  if (part === 'runs') return deleteOldRuns(orgId, batch)
  return part === 'events' ? deleteOldEvents(orgId, batch, now) : erasePayloadsOfOld(orgId, batch, now)
}

async function recordSweep(
  orgId: string,
  projectId: string,
  rules: RetentionRules,
  counts: Counts,
): Promise<void> {
  await tenantDb(orgId).auditEntry.createMany({
    data: {
      id: newId('audit'),
      orgId,
      projectId,
      actorKind: 'system',
      actorName: 'Retention',
      action: 'retention.sweep',
      outcome: 'done',
      subject: projectId,
      details: { keptDays: { ...rules }, touchedRuns: { ...counts } },
    },
  })
}
