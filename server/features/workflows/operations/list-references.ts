import { z } from 'zod'
import { namesRead } from '@/server/language/definition'
import { defineQuery } from '@/server/operations'
import { type Reference, referenceSchema } from '../schema'
import { listSources } from '../store'

export const listReferences = defineQuery({
  name: 'workflows.references',
  summary:
    'Which secrets and variables of a project its workflows name, in their latest versions and drafts.',
  within: 'project',
  permission: 'workflows.read',
  route: 'GET /workflow-references',
  input: z.object({}),
  output: z.array(referenceSchema),
  async run({ scope, db }) {
    return (await listSources(scope, db)).flatMap((row) => {
      const published = row.published === null ? [] : referencesIn(row.published, row, 'published')
      if (row.draft === row.published) return published
      const known = new Set(published.map(({ kind, name }) => `${kind}:${name}`))
      const drafted = referencesIn(row.draft, row, 'draft')
      return [...published, ...drafted.filter(({ kind, name }) => !known.has(`${kind}:${name}`))]
    })
  },
})

function referencesIn(
  source: string,
  { name, title }: { name: string; title: string },
  where: Reference['in'],
): Reference[] {
  // Most documents name neither: they need not be parsed.
  if (!/\b(?:secrets|vars)\b/.test(source)) return []
  const { secrets, vars, ownVars } = namesRead(source)
  const reference = (kind: Reference['kind']) => (of: string) => ({
    kind,
    name: of,
    workflow: { name, title },
    in: where,
  })
  // A constant of the document goes before a variable of the project.
  const foreign = [...vars].filter((of) => !ownVars.has(of))
  return [...[...secrets].sort().map(reference('secret')), ...foreign.sort().map(reference('variable'))]
}
