import { z } from 'zod'
import { jsonField, type KindDefinition, NETWORK_RETRY, onlyTemplates } from './kind'

const schema = z.strictObject({
  use: z.string().min(1, { error: 'Name a tool.' }).max(200).meta({ description: 'The name of the tool.' }),
  input: z
    .record(z.string(), jsonField('A value; expressions in it are evaluated.'))
    .default({})
    .meta({ description: 'What the tool is called with.' }),
})

export type ToolConfig = z.output<typeof schema>

export const toolKind: KindDefinition & { schema: typeof schema } = {
  name: 'tool',
  title: 'Call a tool',
  docs: `Calls a tool of the instance once. The output is what the tool gives back.

\`\`\`yaml
- id: today
  tool:
    use: time.now
    input: { zone: Europe/Berlin }
\`\`\`

A failed call is tried three times (1s, 2s between, with jitter) unless \`retry\` says otherwise.`,
  schema,
  retry: NETWORK_RETRY,
  secretFields: [],
  roleOf: onlyTemplates,
  outputOf: (_, declared) => declared ?? {},
}
