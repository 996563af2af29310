import { findWorkflow, resolveVersion } from '@/server/features/workflows'
import { type Queryable, type Statement, tenantDb } from '@/server/platform/db'
import { type KnownVersion, knownVersion } from './versions'

/** A workflow with the version of it that is to run. */
export interface Startable {
  workflowId: string
  title: string
  version: KnownVersion & { number: number | null }
}

interface Scope {
  orgId: string
  projectId: string
}

interface StartableRow {
  workflowId: string
  title: string
  versionId: string
  number: number | null
}

/**
 * The workflow of this id or name, and the version that a number, a label or nothing (the latest one) means.
 * Refuses as `findWorkflow` and `resolveVersion` do.
 */
export async function requireStartable(
  db: Queryable,
  scope: Scope,
  idOrName: string,
  reference: number | string | undefined,
): Promise<Startable> {
  const found = await findStartable(db, scope, idOrName, reference)
  if (found) return found
  // These say what is missing; where nothing is any more, it is there now.
  const prisma = tenantDb(scope.orgId)
  const workflow = await findWorkflow(scope, prisma, idOrName)
  const { id, number } = await resolveVersion(scope, prisma, workflow, reference)
  return startable(db, { workflowId: workflow.id, title: workflow.title, versionId: id, number })
}

/** The same; `undefined` where it would refuse. */
export async function findStartable(
  db: Queryable,
  scope: Scope,
  idOrName: string,
  reference: number | string | undefined,
): Promise<Startable | undefined> {
  const { rows } = await db.query<StartableRow>(lookUp(scope, idOrName, reference))
  return rows[0] && startable(db, rows[0])
}

async function startable(db: Queryable, row: StartableRow): Promise<Startable> {
  const { workflowId, title, versionId, number } = row
  return { workflowId, title, version: { ...(await knownVersion(db, versionId)), number } }
}

function lookUp({ projectId }: Scope, idOrName: string, reference: number | string | undefined): Statement {
  const number = reference === undefined || reference === 'latest' ? null : numberOf(reference)
  return number === undefined
    ? { name: 'startable by label', text: LABELLED, values: [projectId, idOrName, reference] }
    : { name: 'startable by number', text: NUMBERED, values: [projectId, idOrName, number] }
}

/** `undefined`: it is a label. */
function numberOf(reference: number | string): number | undefined {
  const isNumber = typeof reference === 'number' || /^\d{1,9}$/.test(reference)
  return isNumber ? Math.min(Number(reference), MAX_INTEGER) : undefined
}

/** Of a column. */
const MAX_INTEGER = 2 ** 31 - 1

const COLUMNS = 'w.id AS "workflowId", w.title, v.id AS "versionId", v.number'
const WANTED = 'w."projectId" = $1 AND w."archivedAt" IS NULL AND (w.id = $2 OR w.name = $2)'

const NUMBERED = `
  SELECT ${COLUMNS} FROM "Workflow" w
    JOIN "WorkflowVersion" v ON v."workflowId" = w.id AND v.number = coalesce($3::int, w."latestVersion")
   WHERE ${WANTED} LIMIT 1`

const LABELLED = `
  SELECT ${COLUMNS} FROM "Workflow" w
    JOIN "WorkflowLabel" l ON l."workflowId" = w.id AND l.name = $3
    JOIN "WorkflowVersion" v ON v.id = l."versionId"
   WHERE ${WANTED} AND w."latestVersion" > 0 LIMIT 1`
