import { catalogue } from '@/server/api/catalogue'
import type { Tenant } from '@/server/api/testing/arrange'
import { call, codeOf } from '@/server/api/testing/call'
import { readEvents } from '@/server/features/run-events'
import type { LoggedRunEvent } from '@/server/kernel/run-events'
import type { CommitItem, Lease, RunSnapshot } from '@/server/language/contracts'
import { asQueryable, systemPool, tenantDb, tenantPool } from '@/server/platform/db'
import { createRunStore } from '../port'

export const store = createRunStore({ publicUrl: 'http://pawl.test' })

export interface StartedRun {
  orgId: string
  projectId: string
  runId: string
  number: number
  generation: number
}

/** What a wave does, by hand. */
export interface HeldRun {
  lease: Lease
  snapshot: RunSnapshot
  commit(...items: CommitItem[]): Promise<void>
}

/** A published workflow of this text; its id. */
export async function publish(tenant: Tenant, name: string, source: string): Promise<string> {
  const given = { projectId: tenant.projectId, name, source }
  const { id } = await call<{ id: string }>(catalogue.workflows.create, tenant.owner, given)
  await publishAgain(tenant, id, source)
  return id
}

export async function publishAgain(tenant: Tenant, workflowId: string, source: string): Promise<void> {
  await call(catalogue.workflows.publish, tenant.owner, { projectId: tenant.projectId, workflowId, source })
}

export async function start(tenant: Tenant, workflow: string, more: object = {}): Promise<StartedRun> {
  const { orgId, projectId, owner } = tenant
  const given = { projectId, workflow, inputs: {}, ...more }
  const { id, number } = await call<{ id: string; number: number }>(catalogue.runs.start, owner, given)
  return { orgId, projectId, runId: id, number, generation: 1 }
}

/** Takes the run's lease, as a wave does. */
export async function hold(run: Pick<StartedRun, 'orgId' | 'runId' | 'generation'>): Promise<HeldRun> {
  const acquired = await store.acquire(run)
  if (acquired.kind !== 'acquired') throw new Error(`Expected the lease, got ${acquired.kind}.`)
  const { lease, snapshot } = acquired
  return { lease, snapshot, commit: (...items) => store.commit(lease, items, new Date().toISOString()) }
}

/** The run as the next wave would read it. */
export async function reread(run: StartedRun, held: HeldRun): Promise<HeldRun> {
  await tenantPool(run.orgId).query('UPDATE "Run" SET "leaseExpiresAt" = NULL WHERE id = $1', [
    held.lease.runId,
  ])
  return hold(run)
}

export function started(path: string, more: object = {}): CommitItem {
  return { type: 'step.started', path, stepId: path, kind: 'set', attempt: 1, input: {}, ...more }
}

export function succeeded(path: string, output: string | number | object | null = null): CommitItem {
  // Tests give JSON.
  return { type: 'step.succeeded', path, attempt: 1, output: output as string | null }
}

/** Runs these steps at once, each to success. */
export async function finish(held: HeldRun, ...paths: string[]): Promise<void> {
  await held.commit(
    { type: 'run.started' },
    ...paths.flatMap((path) => [started(path), succeeded(path, path)]),
  )
}

export function eventsOf(run: Pick<StartedRun, 'orgId' | 'runId'>): Promise<LoggedRunEvent[]> {
  return readEvents(asQueryable(tenantDb(run.orgId)), run.runId, 0, 10_000)
}

/** What stands in the outbox, oldest first, of one kind, about these runs. */
export async function outbox(name: 'run.wake' | 'run.requested', ...runIds: string[]): Promise<object[]> {
  const { rows } = await systemPool().query<{ data: object }>(
    `SELECT data FROM "OutboxEntry" WHERE name = $1 AND data->>'runId' = ANY ($2) ORDER BY id`,
    [name, runIds],
  )
  return rows.map((row) => row.data)
}

export async function emptyOutbox(): Promise<void> {
  await systemPool().query('DELETE FROM "OutboxEntry"')
}

export function rowOf(run: Pick<StartedRun, 'orgId' | 'runId'>) {
  return tenantDb(run.orgId).run.findUniqueOrThrow({ where: { id: run.runId } })
}

export function operate<T = unknown>(tenant: Tenant, operation: object, input: object): Promise<T> {
  return call<T>(operation, tenant.owner, { projectId: tenant.projectId, ...input })
}

export function refusalOf(tenant: Tenant, operation: object, input: object): Promise<string> {
  return codeOf(operation, tenant.owner, { projectId: tenant.projectId, ...input })
}
