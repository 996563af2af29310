import { z } from 'zod'
import type { JsonSchema } from '@/server/kernel/json'
import { idField, type KindDefinition, onlyTemplates, stepsField } from './kind'

const fields = {
  join: z.enum(['all', 'any', 'settled']).default('all').meta({
    description:
      '`all`: every branch must succeed. `any`: the first success is enough. `settled`: failures are results.',
  }),
  maxConcurrency: z
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .meta({ description: 'How many branches run at once.' }),
}

const schema = z.strictObject({
  branches: z
    .record(idField, stepsField)
    .refine((branches) => Object.keys(branches).length > 0, { error: 'Name at least one branch.' })
    .meta({ description: 'Lists of steps by name; the branches run side by side.' }),
  ...fields,
})

const runSchema = z.strictObject(fields)

export type ParallelConfig = z.output<typeof runSchema>

export const parallelKind: KindDefinition & { schema: typeof schema; runSchema: typeof runSchema } = {
  name: 'parallel',
  title: 'Run branches side by side',
  docs: `Runs named branches side by side. The output holds, by branch, the output of its last step. Steps of a branch are seen only inside it: outside, read \`steps.<id>.output.<branch>\`.

\`\`\`yaml
- id: both
  parallel:
    branches:
      left:
        - id: a
          set: { x: 1 }
      right:
        - id: b
          set: { x: 2 }
\`\`\``,
  schema,
  runSchema,
  retry: 'none',
  secretFields: [],
  roleOf: onlyTemplates,
  outputOf(config): JsonSchema {
    const branches =
      typeof config === 'object' && config !== null && !Array.isArray(config) ? config.branches : undefined
    if (typeof branches !== 'object' || branches === null || Array.isArray(branches)) return {}
    const properties: JsonSchema = Object.fromEntries(Object.keys(branches).map((name) => [name, {}]))
    return { type: 'object', properties }
  },
}
