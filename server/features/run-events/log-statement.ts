import type { CommitItem } from '@/server/language/contracts'
import { type Given, type Statement, type Values, writeStatement } from '@/server/platform/db'
import { approvalParts } from './approval-rows'
import type { Fence } from './fence'
import type { LogBatch, Part } from './log-part'
import { rowShape, rowsOf } from './rows'
import { type RowColumns, runChange } from './run-row'
import { stepParts } from './step-rows'
import { waitParts } from './wait-rows'

export interface LogRow {
  /** The number of the event before the first one of the batch. */
  base: number
  projectId: string
  /** A step of another run started it. */
  hasParent: boolean
}

/**
 * Numbers the events of a batch, appends them and changes the rows that are read from them: all of it, or nothing
 * where the fence refuses, and then it gives no row. What follows for other runs is not in it. `guard`: it refuses
 * too where something would follow, and tells no more than `base`.
 */
export function logStatement(
  runId: string,
  fence: Fence,
  batch: LogBatch,
  now: Date,
  { guard }: { guard: boolean },
): Statement {
  const run = runPart(runId, fence, batch, guard)
  return statementOf(run, batch, now, guard ? 'base' : 'base, "projectId", "hasParent"')
}

/** The row of a new run, before its first events. */
export interface NewRow {
  /** Tells rows of other columns apart. */
  shape: string
  values: Values
  /** `id`, `orgId` and `projectId` among them; `lastSeq` is not. */
  columns(given: Given): RowColumns
}

/** The same for the first events of a run, with its row. */
export function firstLogStatement(row: NewRow, batch: LogBatch, now: Date): Statement {
  const change = runChange(batch.projection.run)
  const run: Part = {
    name: 'run',
    variant: `new ${row.shape} ${change.shape}`,
    values: { ...row.values, ...change.values, count: batch.items.length },
    write(given, at) {
      const lastSeq = `${given('count')}::int`
      const columns = Object.entries({ ...row.columns(given), ...change.columns(given, at), lastSeq })
      return `INSERT INTO "Run" (${columns.map(([column]) => `"${column}"`).join(', ')})
  VALUES (${columns.map(([, value]) => value).join(', ')})
  RETURNING id, "orgId", "projectId", 0 AS base`
    },
  }
  return statementOf(run, batch, now, 'id')
}

function statementOf(run: Part, batch: LogBatch, now: Date, returning: string): Statement {
  const parts = [
    run,
    eventPart(batch),
    ...stepParts(batch.projection),
    ...waitParts(batch),
    ...approvalParts(batch),
  ]
  const shape = parts.map(({ name, variant = '' }) => `${name} ${variant}`).join('; ')
  const values: Values = { at: now.toISOString() }
  for (const part of parts) Object.assign(values, part.values)
  return writeStatement(shape, values, (given) => {
    const at = `${given('at')}::timestamptz`
    const texts = parts.map(({ name, write }) => `${name} AS (${write(given, at)})`)
    return `WITH ${texts.join(',\n')}\nSELECT ${returning} FROM run`
  })
}

function runPart(runId: string, fence: Fence, { items, projection }: LogBatch, guard: boolean): Part {
  const { ended, settled } = projection
  const change = runChange(projection.run, 'r')
  const isLast = guard && ended
  const mayFree = guard && (ended || settled.length > 0)
  return {
    name: 'run',
    variant: `${fence.shape} ${change.shape}${guard ? ' guard' : ''}${isLast ? ' last' : ''}${mayFree ? ' free' : ''}`,
    values: { ...fence.values, ...change.values, run: runId, count: items.length },
    write(given, at) {
      const count = `${given('count')}::int`
      const columns: RowColumns = {
        ...change.columns(given, at),
        lastSeq: `r."lastSeq" + ${count}`,
      }
      for (const [column, value] of Object.entries(fence.set ?? {})) columns[column] ??= value(given)
      const set = Object.entries(columns).map(([column, value]) => `"${column}" = ${value}`)
      const where = [`r.id = ${given('run')}::text`]
      if (fence.where) where.push(fence.where(given))
      if (mayFree) where.push(HOLDS_NO_PLACE)
      if (isLast) where.push('r."parentRunId" IS NULL')
      return `UPDATE "Run" r SET ${set.join(', ')}
   WHERE ${where.join(' AND ')}
  RETURNING r.id, r."orgId", r."projectId", r."lastSeq" - ${count} AS base, r."parentRunId" IS NOT NULL AS "hasParent"`
    },
  }
}

const HOLDS_NO_PLACE = 'NOT EXISTS (SELECT FROM "ConcurrencySlot" s WHERE s."runId" = r.id)'

function eventPart(batch: LogBatch): Part {
  const rows = asLogged(batch).map((item, index) => {
    const { type, ...rest } = item
    const { path = null, ...data } = 'path' in rest ? rest : { ...rest, path: null }
    return { nth: index + 1, type, path, data }
  })
  const { variant, values, value, from } = rowsOf(EVENTS, rows)
  return {
    name: 'event',
    variant,
    values,
    write(given, at) {
      const of = (column: string) => value(given, column)
      return `INSERT INTO "RunEvent" ("orgId", "runId", seq, type, path, at, data)
  SELECT run."orgId", run.id, run.base + ${of('nth')}, ${of('type')}, ${of('path')}, ${at}, ${of('data')}
    FROM run${from(given)}`
    },
  }
}

const EVENTS = rowShape('logged', { nth: 'int', type: 'text', path: 'text', data: 'json' }, 3)

/** The log names the approval that a waiting step opened; the request itself, and what is kept for others, have rows. */
function asLogged({ items, approvalIds }: LogBatch): CommitItem[] {
  return items.map((item) => {
    if (item.type === 'step.succeeded' && 'cache' in item) {
      const { cache: _, ...event } = item
      return event
    }
    if (item.type !== 'step.waiting') return item
    const approvalId = approvalIds.get(item.path)
    const wait = approvalId ? { ...item.wait, approvalId } : item.wait
    return { type: item.type, path: item.path, wait }
  })
}
