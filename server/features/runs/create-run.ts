import { beginLog, type NewRow } from '@/server/features/run-events'
import { newId } from '@/server/kernel/ids'
import type { JsonObject } from '@/server/kernel/json'
import type { RunEvent } from '@/server/kernel/run-events'
import type { Lease, RunFragment, WorkflowDefinition } from '@/server/language/contracts'
import type { Queryable, Statement, Values } from '@/server/platform/db'
import type { Commit } from './begin-here'
import { LEASE_COLUMNS, leaseValues } from './lease'
import { type RunRequest, requestOf } from './run-request'
import type { RunRow } from './snapshot'
import { takeNumber } from './take-number'

type KeptStep = Extract<RunEvent, { type: 'step.kept' }>

export interface NewRun {
  /** Given before; absent: a new one. */
  id?: string
  workflowId: string
  /** Taken before; absent: the next one. */
  number?: number
  /** Until the run gives itself another one. */
  title: string
  version: { id: string; number: number | null; definition: WorkflowDefinition }
  inputs: JsonObject
  projectVars: JsonObject
  trigger: JsonObject
  startedById: string | null
  /** The step of another run that starts it. */
  parent?: { runId: string; path: string; attempt: number; depth: number }
  fragment?: RunFragment
  replayOf?: { runId: string; from?: string }
  /** Steps of the run it repeats that need not run again. */
  kept?: KeptStep[]
  /** Of who begins with it while it is written. */
  lease?: Lease | undefined
}

export interface CreatedRun {
  id: string
  number: number
  /** Goes into the outbox in the same transaction. */
  request: RunRequest
}

interface Scope {
  orgId: string
  projectId: string
}

/** Writes a queued run with the beginning of its log, in one statement of the caller's transaction. */
export async function createRun(db: Queryable, scope: Scope, run: NewRun, now: Date): Promise<CreatedRun> {
  const { statement, ...created } = await plannedRun(scope, run, now)
  await db.query(statement())
  return created
}

/** The same, for the caller to send. `first`: what whoever has begun with it commits with its row. */
export async function plannedRun(
  scope: Scope,
  run: NewRun,
  now: Date,
): Promise<CreatedRun & { statement(first?: Commit): Statement }> {
  const id = run.id ?? newId('run')
  const number = run.number ?? (await takeNumber(scope))
  const { fragment, version } = run
  const request = requestOf(id, 1, fragment ? undefined : version.definition)
  const items = [queuedEvent(run), ...(run.kept ?? [])]
  const row = rowOf(scope, { ...run, id, number }, now)
  return {
    id,
    number,
    request,
    statement: (first) => beginLog(row, [...items, ...(first?.items ?? [])], first?.at ?? now),
  }
}

function rowOf(scope: Scope, run: NewRun, now: Date): NewRow {
  const { lease } = run
  return {
    shape: lease ? 'leased' : 'free',
    values: { ...valuesOf(scope, run, now), ...(lease && leaseValues(lease)) },
    columns: (given) => ({
      ...asSql(TYPES, (type, column) => `${given(column)}::${type}`),
      ...(lease && asSql(LEASE_COLUMNS, (write) => write(given))),
    }),
  }
}

function asSql<Column>(columns: { [name: string]: Column }, sql: (column: Column, name: string) => string) {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, sql(column, name)]))
}

function valuesOf({ orgId, projectId }: Scope, run: NewRun, now: Date): Values {
  const { id, number, version, parent, fragment, replayOf } = run
  return {
    id,
    orgId,
    projectId,
    number,
    workflowId: run.workflowId,
    versionId: version.id,
    versionNumber: version.number,
    title: run.title,
    inputs: JSON.stringify(run.inputs),
    projectVars: JSON.stringify(run.projectVars),
    trigger: JSON.stringify(run.trigger),
    startedById: run.startedById,
    createdAt: now.toISOString(),
    parentRunId: parent?.runId ?? null,
    parentPath: parent?.path ?? null,
    parentAttempt: parent?.attempt ?? null,
    depth: parent?.depth ?? 0,
    fragment: fragment ? JSON.stringify(fragment) : null,
    replayOfId: replayOf?.runId ?? null,
    replayFrom: replayOf?.from ?? null,
  }
}

/** The row that `plannedRun` writes for a run which nothing else has started, as a reader gets it. */
export function queuedRow({ projectId }: Scope, run: NewRun, number: number): RunRow {
  const { version, inputs, trigger, projectVars } = run
  return {
    projectId,
    versionId: version.id,
    lastSeq: 1,
    number,
    status: 'queued',
    generation: 1,
    inputs,
    trigger,
    projectVars,
    startedAt: null,
    resumedAt: null,
    pausedMs: '0',
    phase: 'main',
    outcome: null,
    fragment: null,
    stop: 'none',
    isPaused: false,
  }
}

const TYPES: { [column: string]: string } = {
  id: 'text',
  orgId: 'text',
  projectId: 'text',
  number: 'int',
  workflowId: 'text',
  versionId: 'text',
  versionNumber: 'int',
  title: 'text',
  inputs: 'json',
  projectVars: 'json',
  trigger: 'jsonb',
  startedById: 'text',
  createdAt: 'timestamptz',
  parentRunId: 'text',
  parentPath: 'text',
  parentAttempt: 'int',
  depth: 'int',
  fragment: 'json',
  replayOfId: 'text',
  replayFrom: 'text',
}

function queuedEvent({ version, parent, replayOf, startedById }: NewRun): RunEvent {
  return {
    type: 'run.queued',
    by: parent ? null : startedById,
    versionNumber: version.number,
    ...(parent && { parent: { runId: parent.runId, path: parent.path } }),
    ...(replayOf && { replayOf }),
  }
}
