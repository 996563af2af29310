import { z } from 'zod'
import { jsonField, type KindDefinition, NAME_PATTERN, ONCE, onlyTemplates } from './kind'

const schema = z
  .record(
    z
      .string()
      .regex(NAME_PATTERN, { error: 'A name has letters, digits and `_`, and starts with a letter.' }),
    jsonField('A value; expressions in it are evaluated.'),
  )
  .refine((values) => Object.keys(values).length > 0, { error: 'Name at least one value.' })
  .meta({ description: 'Values by name.' })

export type SetConfig = z.output<typeof schema>

export const setKind: KindDefinition & { schema: typeof schema } = {
  name: 'set',
  title: 'Compute values with expressions',
  docs: `Computes values. The output holds each of them by its name.

\`\`\`yaml
- id: order
  set:
    total: \${{ inputs.price * inputs.count }}
    label: "Order of \${{ inputs.customer }}"
\`\`\``,
  schema,
  retry: ONCE,
  secretFields: [],
  roleOf: onlyTemplates,
  outputOf(config, declared) {
    if (declared !== undefined) return declared
    if (typeof config !== 'object' || config === null || Array.isArray(config)) return {}
    return { type: 'object', properties: Object.fromEntries(Object.keys(config).map((name) => [name, {}])) }
  },
}
