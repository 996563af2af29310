import { formatPatch, structuredPatch } from 'diff'
import { z } from 'zod'
import { defineTool } from './tool'

const LONGEST = 256 * 1024
/** Comparing holds up everything else meanwhile, and takes longest for texts that have nothing in common. */
const LIMIT_MS = 200

const textField = z.string().max(LONGEST, { error: 'A text to compare has at most 262,144 characters.' })

export const textDiff = defineTool({
  name: 'text.diff',
  title: 'What changed between two texts',
  docs: `Compares two texts line by line. \`patch\` is a unified diff (empty when they are equal), \`added\` and \`removed\` count lines.

\`\`\`yaml
- id: change
  tool:
    use: text.diff
    input: { before: "\${{ inputs.old }}", after: "\${{ inputs.new }}", context: 1 }
\`\`\``,
  input: z.strictObject({
    before: textField.meta({ description: 'The older text.' }),
    after: textField.meta({ description: 'The newer text.' }),
    context: z
      .int()
      .min(0)
      .max(100)
      .default(3)
      .meta({ description: 'How many equal lines stand around a change; 3 unless said otherwise.' }),
  }),
  output: z.object({ patch: z.string(), added: z.int(), removed: z.int() }),
  async run({ before, after, context }) {
    if (before === after) return { ok: true, output: { patch: '', added: 0, removed: 0 } }
    const patch = structuredPatch('before', 'after', before, after, undefined, undefined, {
      context,
      timeout: LIMIT_MS,
    })
    if (patch === undefined) return TOO_DIFFERENT
    const lines = patch.hunks.flatMap((hunk) => hunk.lines)
    const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length
    return { ok: true, output: { patch: formatPatch(patch), added: count('+'), removed: count('-') } }
  },
})

const TOO_DIFFERENT = {
  ok: false,
  code: 'invalid_input',
  message: 'The texts have too little in common to be compared in time. Compare smaller parts of them.',
  retryable: false,
} as const
