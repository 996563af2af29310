import { AppError } from '@/server/kernel/errors'
import { newId } from '@/server/kernel/ids'
import type { WorkflowDefinition } from '@/server/language/contracts'
import type { TenantDb, TenantTransaction } from '@/server/platform/db'
import { Prisma } from '@/server/platform/db'

type Db = TenantDb | TenantTransaction

export interface WorkflowScope {
  orgId: string
  projectId: string
}

const lastRun = {
  take: 1,
  orderBy: { createdAt: 'desc' },
  select: { id: true, number: true, versionNumber: true, status: true, createdAt: true },
} as const

const byName = {
  orderBy: { name: 'asc' },
  select: { name: true, version: { select: { number: true } } },
} as const

/** Drafts that were tried are versions without a number. */
const published = { number: { not: null } } as const

export async function listWorkflows(scope: WorkflowScope, db: Db) {
  return db.workflow.findMany({
    where: { projectId: scope.projectId, archivedAt: null },
    orderBy: { title: 'asc' },
    select: {
      id: true,
      name: true,
      title: true,
      description: true,
      latestVersion: true,
      updatedAt: true,
      labels: byName,
      runs: lastRun,
    },
  })
}

/** What the workflows of a project say: their drafts, and their latest versions where they have one. */
export async function listSources({ projectId }: WorkflowScope, db: Db) {
  const rows = await db.workflow.findMany({
    where: { projectId, archivedAt: null },
    orderBy: { title: 'asc' },
    select: {
      name: true,
      title: true,
      draftSource: true,
      versions: { where: published, orderBy: { number: 'desc' }, take: 1, select: { source: true } },
    },
  })
  return rows.map(({ name, title, draftSource, versions }) => ({
    name,
    title,
    draft: draftSource,
    published: versions[0]?.source ?? null,
  }))
}

/** The workflow of this id or name, with the source and definition of its latest version. */
export async function findWorkflow(scope: WorkflowScope, db: Db, idOrName: string) {
  const workflow = await db.workflow.findFirst({
    where: { projectId: scope.projectId, archivedAt: null, OR: [{ id: idOrName }, { name: idOrName }] },
    include: {
      runs: lastRun,
      labels: byName,
      versions: { where: published, orderBy: { number: 'desc' }, take: 1 },
    },
  })
  if (!workflow) throw new AppError('not_found', 'There is no such workflow in this project.')
  return workflow
}

export async function listVersions(scope: WorkflowScope, db: Db, workflowId: string) {
  return db.workflowVersion.findMany({
    where: { projectId: scope.projectId, workflowId, ...published },
    orderBy: { number: 'desc' },
    select: {
      id: true,
      number: true,
      message: true,
      digest: true,
      createdAt: true,
      createdById: true,
      labels: { orderBy: { name: 'asc' }, select: { name: true, updatedAt: true, updatedById: true } },
    },
  })
}

export async function findVersion(scope: WorkflowScope, db: Db, workflowId: string, number: number) {
  const version = await db.workflowVersion.findFirst({
    where: { projectId: scope.projectId, workflowId, number },
  })
  if (!version) throw new AppError('not_found', `This workflow has no version ${number}.`)
  return version
}

/** Names of colleagues by id, for "by whom". */
export async function namesOf(db: Db, userIds: string[]): Promise<Map<string, string>> {
  const users = await db.user.findMany({
    where: { id: { in: [...new Set(userIds)] } },
    select: { id: true, name: true },
  })
  return new Map(users.map((user) => [user.id, user.name]))
}

export interface NewWorkflow {
  name: string
  title: string
  description: string | null
  source: string
  userId: string
  /** 0 unless a version is inserted with it. */
  latestVersion?: number
}

/** `createMany`: the system role, which adds starters, may insert but not read back. */
export async function insertWorkflow(scope: WorkflowScope, db: Db, workflow: NewWorkflow): Promise<string> {
  const id = newId('workflow')
  try {
    await db.workflow.createMany({
      data: {
        id,
        ...scope,
        name: workflow.name,
        title: workflow.title,
        description: workflow.description,
        draftSource: workflow.source,
        latestVersion: workflow.latestVersion ?? 0,
        createdById: workflow.userId,
      },
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError(
        'conflict',
        `A workflow named "${workflow.name}" exists already. Choose another name.`,
      )
    throw error
  }
  return id
}

export interface NewVersion {
  workflowId: string
  /** Null: a draft that is tried. */
  number: number | null
  source: string
  definition: WorkflowDefinition
  digest: string
  message: string | null
  userId: string
}

export async function insertVersion(scope: WorkflowScope, db: Db, version: NewVersion): Promise<string> {
  const id = newId('version')
  await db.workflowVersion.createMany({
    data: {
      id,
      ...scope,
      workflowId: version.workflowId,
      number: version.number,
      source: version.source,
      // A checked definition is JSON all through; Prisma's input type cannot see that of an interface.
      definition: version.definition as unknown as Prisma.InputJsonObject,
      digest: version.digest,
      message: version.message,
      createdById: version.userId,
    },
  })
  return id
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}
