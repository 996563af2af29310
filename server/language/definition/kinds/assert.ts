import { z } from 'zod'
import { type KindDefinition, ONCE } from './kind'

const condition = z
  .string()
  .min(1, { error: 'The condition is empty.' })
  .meta({ description: 'An expression that must be true, without `${{ }}`.' })

const schema = z
  .union([
    condition,
    z
      .array(
        z.strictObject({
          that: condition,
          message: z
            .string()
            .optional()
            .meta({ description: 'What to say when it is not true; may hold expressions.' }),
        }),
      )
      .min(1, { error: 'Write at least one condition.' }),
  ])
  .transform((written) => ({ checks: typeof written === 'string' ? [{ that: written }] : written }))
  .meta({ description: 'One condition, or a list of `that` with a `message`.' })

/** `that` and `message` come as written: the step evaluates them, a message only when it is needed. */
export interface AssertConfig {
  checks: { that: string; message?: string | undefined }[]
}

export const assertKind: KindDefinition & { schema: typeof schema } = {
  name: 'assert',
  title: 'Check that something is true',
  docs: `Fails the step with \`assertion_failed\` when a condition is not true. The output is \`{ passed }\`, the number of conditions.

\`\`\`yaml
- id: sane
  assert:
    - that: steps.order.output.total > 0
      message: "The total is \${{ steps.order.output.total }}."
\`\`\``,
  schema,
  retry: ONCE,
  secretFields: [],
  roleOf: (path) => (path.at(-1) === 'message' ? 'late' : 'condition'),
  outputOf: () => ({ type: 'object', properties: { passed: { type: 'integer' } } }),
}
