import { z } from 'zod'
import { durationField, type KindDefinition, onlyTemplates } from './kind'

const schema = z
  .strictObject({ for: durationField('How long to wait.') })
  .transform((written) => ({ durationMs: written.for }))

export type WaitConfig = z.output<typeof schema>

export const waitKind: KindDefinition & { schema: typeof schema } = {
  name: 'wait',
  title: 'Wait for a while',
  docs: `Waits. The run takes no resources meanwhile and survives restarts. The output is empty.

\`\`\`yaml
- id: pause
  wait: { for: 10m }
\`\`\``,
  schema,
  retry: 'none',
  secretFields: [],
  roleOf: onlyTemplates,
  outputOf: () => ({ type: 'object', properties: {} }),
}
