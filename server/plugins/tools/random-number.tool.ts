import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { defineTool } from './tool'

/** What the source of chance can tell apart. */
const WIDEST = 2 ** 48 - 1

const input = z
  .strictObject({
    min: z
      .int()
      .default(0)
      .meta({ description: 'The smallest number there can be; 0 unless said otherwise.' }),
    max: z.int().meta({ description: 'The largest number there can be.' }),
  })
  .refine(({ min, max }) => min <= max, { error: 'It is smaller than min.', path: ['max'] })
  .refine(({ min, max }) => max - min < WIDEST, { error: 'It is too far from min.', path: ['max'] })

export const randomNumber = defineTool({
  name: 'random.number',
  title: 'A random whole number',
  docs: `Gives a whole number from \`min\` to \`max\`, both included, each as likely as the others.

\`\`\`yaml
- id: dice
  tool:
    use: random.number
    input: { min: 1, max: 6 }
\`\`\``,
  input,
  output: z.int(),
  run: async ({ min, max }) => ({ ok: true, output: randomInt(min, max + 1) }),
})
