import { findWorkflow, resolveVersion } from '@/server/features/workflows'
import { AppError } from '@/server/kernel/errors'
import type { JsonObject } from '@/server/kernel/json'
import type { ChildRunPort, ChildRunResult, RunFragment, StepCaller } from '@/server/language/contracts'
import { checkInputs } from '@/server/language/definition'
import { isUniqueViolation, type Queryable, tenantDb, tenantPool, together } from '@/server/platform/db'
import { post } from '@/server/platform/outbox'
import { announce } from '@/server/platform/realtime'
import { cancelUnattended } from './cancel-unattended'
import { type NewRun, plannedRun } from './create-run'
import { varsFor } from './project-vars'
import { findStartable } from './startable'
import { knownVersion } from './versions'

/** Deeper nesting is a workflow that calls itself without end. */
export const MAX_DEPTH = 10

/** Runs that steps of other runs start, for the interpreter. */
export const childRunPort: ChildRunPort = {
  start: (caller, request) => startOnce(caller, (db, parent) => ofWorkflow(db, caller, parent, request)),
  startFragment: (caller, fragment) => startOnce(caller, (db, parent) => ofVersion(db, parent, fragment)),
  cancel: ({ orgId }, runId) => cancelUnattended(orgId, runId),
}

interface Parent {
  id: string
  number: number
  title: string
  depth: number
  workflowId: string
  versionId: string
  versionNumber: number | null
  inputs: JsonObject
  projectVars: JsonObject
  trigger: JsonObject
  startedById: string | null
}

type Planned = { ok: true; run: NewRun } | Extract<ChildRunResult, { ok: false }>

/** Once for each attempt of a step: whoever comes second, by a crash or a race, finds what the first one started. */
async function startOnce(
  caller: StepCaller,
  plan: (db: Queryable, parent: Parent) => Promise<Planned>,
): Promise<ChildRunResult> {
  const { orgId, projectId, runId, path, attempt } = caller
  const pool = tenantPool(orgId)
  const known = await findStarted(pool, caller)
  if (known) return known
  const parent = await readParent(pool, runId)
  if (!parent) return refused('not_found', 'The run that asks is gone.')
  if (parent.depth >= MAX_DEPTH) return tooDeep()
  const planned = await plan(pool, parent)
  if (!planned.ok) return planned
  const run = { ...planned.run, parent: { runId, path, attempt, depth: parent.depth + 1 } }
  try {
    const { id, number, request, statement } = await plannedRun({ orgId, projectId }, run, new Date())
    const posted = post(orgId, [request])
    await pool.query(together(statement(), [posted.statement]))
    posted.committed()
    announce(orgId, 'runs')
    return { ok: true, runId: id, number }
  } catch (error) {
    const first = isUniqueViolation(error) ? await findStarted(pool, caller) : undefined
    if (first) return first
    throw error
  }
}

async function findStarted(
  db: Queryable,
  { runId, path, attempt }: StepCaller,
): Promise<ChildRunResult | undefined> {
  const { rows } = await db.query<{ id: string; number: number }>(
    'SELECT id, number FROM "Run" WHERE "parentRunId" = $1 AND "parentPath" = $2 AND "parentAttempt" = $3',
    [runId, path, attempt],
  )
  return rows[0] && { ok: true, runId: rows[0].id, number: rows[0].number }
}

async function readParent(db: Queryable, runId: string): Promise<Parent | undefined> {
  const { rows } = await db.query<Parent>(
    `SELECT id, number, title, depth, "workflowId", "versionId", "versionNumber", inputs, "projectVars", trigger,
            "startedById" FROM "Run" WHERE id = $1`,
    [runId],
  )
  return rows[0]
}

async function ofWorkflow(
  db: Queryable,
  { orgId, projectId, path }: StepCaller,
  parent: Parent,
  request: Parameters<ChildRunPort['start']>[1],
): Promise<Planned> {
  const scope = { orgId, projectId }
  const startable = await findStartable(db, scope, request.workflow, request.version)
  if (!startable) return whyNot(scope, request)
  const { workflowId, title, version } = startable
  const checked = checkInputs(version.definition, request.inputs)
  if (!checked.ok) return invalidInputs(version.definition.name, checked.problems)
  const projectVars = await refusable(() => varsFor(scope, db, version.reads))
  if (projectVars instanceof AppError) return refused('missing_variable', projectVars.message)
  const { isDetached } = request
  return {
    ok: true,
    run: {
      workflowId,
      title,
      version,
      inputs: checked.inputs,
      projectVars,
      trigger: { kind: 'workflow', runId: parent.id, number: parent.number, path, isDetached },
      startedById: parent.startedById,
    },
  }
}

async function whyNot(
  scope: { orgId: string; projectId: string },
  request: Parameters<ChildRunPort['start']>[1],
): Promise<Refusal> {
  const db = tenantDb(scope.orgId)
  const workflow = await refusable(() => findWorkflow(scope, db, request.workflow))
  if (workflow instanceof AppError)
    return refused('unknown_workflow', `This project has no workflow \`${request.workflow}\`.`)
  if (workflow.latestVersion === 0)
    return refused(
      'not_published',
      `The workflow \`${workflow.name}\` has no published version yet. Publish it first.`,
    )
  const version = await refusable(() => resolveVersion(scope, db, workflow, request.version))
  const message = version instanceof AppError ? version.message : 'It was published a moment ago. Try again.'
  return refused('unknown_version', message)
}

/** A part of the caller's own version sees what the caller sees. */
async function ofVersion(db: Queryable, parent: Parent, fragment: RunFragment): Promise<Planned> {
  const part =
    fragment.kind === 'items'
      ? `items ${fragment.offset}–${fragment.offset + fragment.items.length - 1}`
      : fragment.path
  const { workflowId, inputs, projectVars, trigger, startedById } = parent
  return {
    ok: true,
    run: {
      workflowId,
      title: `${parent.title} · ${part}`,
      version: { ...(await knownVersion(db, parent.versionId)), number: parent.versionNumber },
      inputs,
      projectVars,
      trigger,
      startedById,
      fragment,
    },
  }
}

type Refusal = Extract<ChildRunResult, { ok: false }>

function refused(code: string, message: string, details?: JsonObject): Refusal {
  return { ok: false, code, message, ...(details && { details }) }
}

function tooDeep(): Refusal {
  const message = `Runs that start runs may be ${MAX_DEPTH} deep. Does a workflow start itself without end?`
  return refused('too_deep', message, { limit: MAX_DEPTH })
}

function invalidInputs(workflow: string, problems: { path: string; message: string }[]): Refusal {
  const [first] = problems
  const where = first?.path ? `\`${first.path}\`: ` : ''
  const message = `Some inputs do not fit the workflow \`${workflow}\`. ${where}${first?.message ?? ''}`
  return refused('invalid_inputs', message, {
    problems: problems.map(({ path, message: what }) => ({ path, message: what })),
  })
}

/** What the operation of the same name refuses, a step fails with. */
async function refusable<T>(work: () => Promise<T>): Promise<T | AppError> {
  try {
    return await work()
  } catch (error) {
    if (AppError.is(error)) return error
    throw error
  }
}
