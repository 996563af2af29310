import { z } from 'zod'
import { durationField, type KindDefinition, ONCE } from './kind'

const MIB = 1024 * 1024

const source = z
  .string()
  .min(1, { error: 'There is no code.' })
  .max(100_000, { error: 'Code is limited to 100,000 characters.' })
  .meta({ description: 'The body of a JavaScript function; `return` gives the output.' })

const schema = z
  .union([
    source,
    z.strictObject({
      source,
      timeout: durationField('How long it may compute, at most 60s.', { maxMs: 60_000 }).optional(),
      memoryMb: z
        .int()
        .min(1)
        .max(256)
        .optional()
        .meta({ description: 'Memory it may use in MiB, 1 to 256.', default: 64 }),
    }),
  ])
  .transform((written) => {
    const { source, timeout, memoryMb } = typeof written === 'string' ? { source: written } : written
    return { source, timeoutMs: timeout ?? 5_000, memoryBytes: (memoryMb ?? 64) * MIB }
  })
  .meta({ description: 'JavaScript, or a mapping with `source`, `timeout` and `memoryMb`.' })

export type CodeConfig = z.output<typeof schema>

export const codeKind: KindDefinition & { schema: typeof schema } = {
  name: 'code',
  title: 'Run JavaScript in a sandbox',
  docs: `Runs JavaScript: the body of a function, whose \`return\` value is the output. It sees \`inputs\`, \`vars\`, \`steps\`, \`run\` and \`item\` as plain values (write \`inputs.name\`, not \`\${{ inputs.name }}\`). There is no network, no file, no clock and no chance; \`console.log\` goes to the step's log. By default it may compute for 5s in 64 MiB.

\`\`\`yaml
- id: words
  code: |
    const words = inputs.text.split(/\\s+/)
    return { count: words.length }
\`\`\`

An error it throws fails the step with the code \`code_failed\`. It is not tried again unless \`retry\` asks for it: \`retry: { attempts: 3, on: [code_failed] }\`.`,
  schema,
  retry: ONCE,
  secretFields: [],
  roleOf: (path) => (path.length === 0 || path[0] === 'source' ? 'program' : 'template'),
  outputOf: (_, declared) => declared ?? {},
}
