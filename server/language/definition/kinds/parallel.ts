import { z } from 'zod'
import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import { isReservedId, reservedName } from '../reserved-ids'
import { ANY_OR_NULL, idField, isMapping, type KindDefinition, omit, onlyTemplates, stepsField } from './kind'

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
    .check(({ value: branches, issues }) => {
      for (const name of Object.keys(branches).filter(isReservedId)) {
        issues.push({ code: 'custom', message: reservedName(name), path: [name], input: branches })
      }
    })
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
  isFixed: ([key]) => key === 'branches',
  nested: {
    kind: 'branch',
    listsIn: (config) => Object.keys(branchesOf(config)).map((name) => ({ name, path: ['branches', name] })),
    withoutSteps: (config) => omit(config, ['branches']),
    withSteps: (config, lists) => ({
      ...config,
      branches: Object.fromEntries(lists.map(({ name, steps }) => [name, steps])),
    }),
  },
  outputOf(config): JsonSchema {
    const names = Object.keys(branchesOf(config))
    // With `any`, branches that had not ended when the first one succeeded give nothing.
    const output = isMapping(config) && config.join === 'any' ? ANY_OR_NULL : {}
    return names.length === 0
      ? {}
      : { type: 'object', properties: Object.fromEntries(names.map((name) => [name, output])) }
  },
}

function branchesOf(config: JsonValue): JsonObject {
  const branches = isMapping(config) ? config.branches : undefined
  return isMapping(branches) ? branches : {}
}
