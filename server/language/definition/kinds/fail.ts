import { z } from 'zod'
import { jsonField, type KindDefinition, onlyTemplates } from './kind'

const DEFAULT_CODE = 'failed'

const message = z
  .string()
  .min(1, { error: 'The message is empty.' })
  .meta({ description: 'What went wrong and what to do; may hold expressions.' })

const schema = z
  .union([
    message,
    z.strictObject({
      message,
      code: z
        .string()
        .regex(/^[a-z][a-z0-9_]{0,63}$/, {
          error: 'A code has lower-case letters, digits and `_`, and starts with a letter.',
        })
        .default(DEFAULT_CODE)
        .meta({ description: 'The code of the error, such as `out_of_stock`.' }),
      details: z
        .record(z.string(), jsonField('A value; expressions in it are evaluated.'))
        .optional()
        .meta({ description: 'More about the error, for those who read it by program.' }),
    }),
  ])
  .transform((written) => (typeof written === 'string' ? { message: written, code: DEFAULT_CODE } : written))
  .meta({ description: 'A message, or a mapping with `message`, `code` and `details`.' })

export type FailConfig = z.output<typeof schema>

export const failKind: KindDefinition & { schema: typeof schema } = {
  name: 'fail',
  title: 'Fail with a message',
  docs: `Fails, with a message and a code of your own (\`failed\` unless said otherwise).

\`\`\`yaml
- id: stop
  if: inputs.count > 100
  fail:
    code: too_many
    message: "\${{ inputs.count }} are more than the 100 that are allowed."
    details: { limit: 100 }
\`\`\``,
  schema,
  retry: 'none',
  secretFields: [],
  roleOf: onlyTemplates,
  outputOf: () => ({}),
}
