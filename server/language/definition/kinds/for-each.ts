import { z } from 'zod'
import type { JsonValue } from '@/server/kernel/json'
import { type KindDefinition, NAME_PATTERN, omit, onlyTemplates, stepsField } from './kind'

/** Names of the scope that `as` must not hide. */
const TAKEN = new Set(['inputs', 'vars', 'steps', 'run', 'trigger', 'secrets', 'index', 'loop'])

const fields = {
  items: z
    .array(
      z.custom<JsonValue>(() => true),
      { error: 'Expected a list, or an expression that gives one.' },
    )
    .meta({ description: 'A list, or an expression that gives one.' }),
  as: z
    .string()
    .regex(NAME_PATTERN, { error: 'A name has letters, digits and `_`, and starts with a letter.' })
    .refine((name) => !TAKEN.has(name), { error: 'This name is taken. Choose another one.' })
    .default('item')
    .meta({ description: 'The name of the current item in expressions; `item` always works too.' }),
  maxConcurrency: z.int().min(1).max(100).default(10).meta({ description: 'How many items run at once.' }),
  onItemError: z
    .enum(['fail', 'continue'])
    .default('fail')
    .meta({ description: '`continue`: a failed item becomes `{ error: { code, message } }` in the output.' }),
}

const schema = z.strictObject({ ...fields, steps: stepsField })
const runSchema = z.strictObject(fields)

export type ForEachConfig = z.output<typeof runSchema>

export const forEachKind: KindDefinition & { schema: typeof schema; runSchema: typeof runSchema } = {
  name: 'forEach',
  title: 'Run steps for each item of a list',
  docs: `Runs its steps once for each item, several at once. \`item\` (or the name in \`as\`) and \`index\` are in scope. The output is a list with the output of each item's last step, in the order of the items.

\`\`\`yaml
- id: checks
  forEach:
    items: \${{ inputs.urls }}
    as: url
    onItemError: continue
    steps:
      - id: get
        http: { url: "\${{ url }}" }
\`\`\``,
  schema,
  runSchema,
  retry: 'none',
  secretFields: [],
  roleOf: onlyTemplates,
  isFixed: ([key]) => key === 'steps' || key === 'as',
  nested: {
    kind: 'item',
    listsIn: () => [{ path: ['steps'] }],
    withoutSteps: (config) => omit(config, ['steps']),
    withSteps: (config, lists) => ({ ...config, steps: lists.flatMap(({ steps }) => steps) }),
  },
  outputOf: () => ({ type: 'array' }),
}
