import { z } from 'zod'
import { eventNameField, jsonField, type KindDefinition, ONCE, onlyTemplates } from './kind'

const schema = z.strictObject({
  name: eventNameField.meta({ description: 'The name of the event, such as `order.shipped`.' }),
  data: jsonField('What the event carries; expressions in it are evaluated.').default(null),
})

export type EmitConfig = z.output<typeof schema>

export const emitKind: KindDefinition & { schema: typeof schema } = {
  name: 'emit',
  title: 'Emit an event',
  docs: `Emits an event of the project, for which other runs can \`wait\`. The output is \`{ id, name, at }\`. An attempt that is repeated does not emit it twice.

\`\`\`yaml
- id: shipped
  emit:
    name: order.shipped
    data: { number: "\${{ inputs.number }}" }
\`\`\``,
  schema,
  retry: ONCE,
  secretFields: [],
  roleOf: onlyTemplates,
  outputOf: () => ({
    type: 'object',
    properties: { id: { type: 'string' }, name: { type: 'string' }, at: { type: 'string' } },
  }),
}
