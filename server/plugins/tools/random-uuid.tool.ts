import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { defineTool } from './tool'

export const randomUuid = defineTool({
  name: 'random.uuid',
  title: 'A random UUID',
  docs: `Gives a new UUID (version 4) as a text.

\`\`\`yaml
- id: key
  tool: { use: random.uuid }
\`\`\``,
  input: z.strictObject({}),
  output: z.uuid(),
  run: async () => ({ ok: true, output: randomUUID() }),
})
