import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { checkWorkflow } from '@/server/language/definition'
import type { TenantTransaction } from '@/server/platform/db'
import { insertVersion, insertWorkflow } from './store'

const STARTERS = path.join('prisma', 'seed', 'workflows')

/** The workflows every first project begins with: published, and able to run without a key or a network. */
export async function addStarterWorkflows(
  db: TenantTransaction,
  scope: { orgId: string; projectId: string; userId: string },
): Promise<void> {
  const folder = path.join(process.cwd(), STARTERS)
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort()
  for (const file of files) await addStarter(db, scope, await readFile(path.join(folder, file), 'utf8'))
}

async function addStarter(
  db: TenantTransaction,
  scope: { orgId: string; projectId: string; userId: string },
  source: string,
): Promise<void> {
  const checked = checkWorkflow(source)
  if (!checked.ok) throw new Error(`A starter workflow is broken: ${checked.problems[0]?.message}`)
  const { definition, digest } = checked
  const { userId, ...owner } = scope
  const workflowId = await insertWorkflow(owner, db, {
    name: definition.name,
    title: definition.title ?? definition.name,
    description: definition.description ?? null,
    source,
    userId,
    latestVersion: 1,
  })
  const version = { workflowId, number: 1, source, definition, digest, message: 'Starter workflow', userId }
  await insertVersion(owner, db, version)
}
