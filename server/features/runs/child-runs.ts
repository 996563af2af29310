import { findWorkflow, resolveVersion } from '@/server/features/workflows'
import { AppError } from '@/server/kernel/errors'
import type { JsonObject } from '@/server/kernel/json'
import type {
  ChildRunPort,
  ChildRunResult,
  RunFragment,
  StepCaller,
  WorkflowDefinition,
} from '@/server/language/contracts'
import { checkInputs } from '@/server/language/definition'
import { Prisma, type TenantTransaction, tenantDb } from '@/server/platform/db'
import { writeOutbox } from '@/server/platform/outbox'
import { announce, ringOutbox } from '@/server/platform/realtime'
import { cancelUnattended } from './cancel-unattended'
import { createRun, type NewRun } from './create-run'
import { varsFor } from './project-vars'

/** Deeper nesting is a workflow that calls itself without end. */
export const MAX_DEPTH = 10

/** Runs that steps of other runs start, for the interpreter. */
export const childRunPort: ChildRunPort = {
  start: (caller, request) => startOnce(caller, (db, parent) => ofWorkflow(db, caller, parent, request)),
  startFragment: (caller, fragment) => startOnce(caller, async (_, parent) => ofVersion(parent, fragment)),
  cancel: ({ orgId }, runId) => cancelUnattended(orgId, runId),
}

type Parent = Prisma.RunGetPayload<{ select: typeof parentSelect }>
type Planned = { ok: true; run: NewRun } | Extract<ChildRunResult, { ok: false }>

const parentSelect = {
  id: true,
  number: true,
  title: true,
  depth: true,
  status: true,
  workflowId: true,
  versionId: true,
  versionNumber: true,
  inputs: true,
  projectVars: true,
  trigger: true,
  startedById: true,
  version: { select: { definition: true } },
} satisfies Prisma.RunSelect

/** Once for each attempt of a step: whoever comes second, by a crash or a race, finds what the first one started. */
async function startOnce(
  caller: StepCaller,
  plan: (db: TenantTransaction, parent: Parent) => Promise<Planned>,
): Promise<ChildRunResult> {
  const { orgId, projectId, runId, attempt } = caller
  const step = { parentRunId: runId, parentPath: caller.path, parentAttempt: attempt }
  const known = await findStarted(orgId, step)
  if (known) return known
  try {
    const started = await tenantDb(orgId).$transaction(
      async (db): Promise<ChildRunResult> => {
        const parent = await db.run.findUnique({ where: { id: runId }, select: parentSelect })
        if (!parent) return refused('not_found', 'The run that asks is gone.')
        if (parent.depth >= MAX_DEPTH) return tooDeep()
        const planned = await plan(db, parent)
        if (!planned.ok) return planned
        const { depth } = parent
        const run = { ...planned.run, parent: { runId, path: caller.path, attempt, depth: depth + 1 } }
        const { id, number, request } = await createRun(db, { orgId, projectId }, run, new Date())
        await writeOutbox(db, [{ orgId, ...request }])
        return { ok: true, runId: id, number }
      },
      { timeout: 15_000 },
    )
    ringOutbox()
    announce(orgId, 'runs')
    return started
  } catch (error) {
    const first = isUniqueViolation(error) ? await findStarted(orgId, step) : undefined
    if (first) return first
    throw error
  }
}

async function findStarted(
  orgId: string,
  step: { parentRunId: string; parentPath: string; parentAttempt: number },
): Promise<ChildRunResult | undefined> {
  const run = await tenantDb(orgId).run.findUnique({
    where: { parentRunId_parentPath_parentAttempt: step },
    select: { id: true, number: true },
  })
  return run ? { ok: true, runId: run.id, number: run.number } : undefined
}

async function ofWorkflow(
  db: TenantTransaction,
  { orgId, projectId, path }: StepCaller,
  parent: Parent,
  request: Parameters<ChildRunPort['start']>[1],
): Promise<Planned> {
  const scope = { orgId, projectId }
  const workflow = await refusable('unknown_workflow', () => findWorkflow(scope, db, request.workflow))
  if ('ok' in workflow)
    return { ...workflow, message: `This project has no workflow \`${request.workflow}\`.` }
  if (workflow.latestVersion === 0)
    return refused(
      'not_published',
      `The workflow \`${workflow.name}\` has no published version yet. Publish it first.`,
    )
  const version = await refusable('unknown_version', () =>
    resolveVersion(scope, db, workflow, request.version),
  )
  if ('ok' in version) return version
  // Only publishing and the starters write this column, and they write a checked definition.
  const definition = version.definition as unknown as WorkflowDefinition
  const checked = checkInputs(definition, request.inputs)
  if (!checked.ok) return invalidInputs(workflow.name, checked.problems)
  const projectVars = await refusable('missing_variable', () => varsFor(scope, db, version.source))
  if (isRefused(projectVars)) return projectVars
  const { isDetached } = request
  return {
    ok: true,
    run: {
      workflowId: workflow.id,
      title: workflow.title,
      version: { id: version.id, number: version.number, definition },
      inputs: checked.inputs,
      projectVars,
      trigger: { kind: 'workflow', runId: parent.id, number: parent.number, path, isDetached },
      startedById: parent.startedById,
    },
  }
}

/** A part of the caller's own version sees what the caller sees. */
function ofVersion(parent: Parent, fragment: RunFragment): Planned {
  const part =
    fragment.kind === 'items'
      ? `items ${fragment.offset}–${fragment.offset + fragment.items.length - 1}`
      : fragment.path
  return {
    ok: true,
    run: {
      workflowId: parent.workflowId,
      title: `${parent.title} · ${part}`,
      version: {
        id: parent.versionId,
        number: parent.versionNumber,
        // See `ofWorkflow`; a tried draft is checked too.
        definition: parent.version.definition as unknown as WorkflowDefinition,
      },
      // `createRun` writes objects to these columns.
      inputs: parent.inputs as JsonObject,
      projectVars: parent.projectVars as JsonObject,
      trigger: parent.trigger as JsonObject,
      startedById: parent.startedById,
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
async function refusable<T extends object>(code: string, work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work()
  } catch (error) {
    if (!AppError.is(error)) throw error
    return refused(code, error.message)
  }
}

function isRefused(result: JsonObject | Refusal): result is Refusal {
  return result.ok === false && typeof result.code === 'string'
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}
