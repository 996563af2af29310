import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { type Version, versionSchema } from '../schema'
import { findWorkflow, listVersions as listRows, namesOf } from '../store'

const FORMER = 'a former member'

export const listVersions = defineQuery({
  name: 'workflows.versions',
  summary: 'The published versions of a workflow, newest first, with the labels that stand for them.',
  within: 'project',
  permission: 'workflows.read',
  route: 'GET /workflows/{workflow}/versions',
  input: z.object({ workflow: z.string() }),
  output: z.array(versionSchema),
  async run({ scope, db }, input) {
    const workflow = await findWorkflow(scope, db, input.workflow)
    const rows = await listRows(scope, db, workflow.id)
    const names = await namesOf(
      db,
      rows.flatMap((row) => [row.createdById, ...row.labels.map((label) => label.updatedById)]),
    )
    return rows.flatMap(({ id, number, message, digest, createdAt, createdById, labels }): Version[] =>
      // `listRows` leaves drafts out, which have no number.
      number === null
        ? []
        : [
            {
              id,
              number,
              message,
              digest,
              createdAt: createdAt.toISOString(),
              author: names.get(createdById) ?? FORMER,
              labels: labels.map(({ name, updatedAt, updatedById }) => ({
                name,
                setBy: names.get(updatedById) ?? FORMER,
                setAt: updatedAt.toISOString(),
              })),
            },
          ],
    )
  },
})
