import { z } from 'zod'
import type { JsonValue } from '@/server/kernel/json'
import { isMapping, jsonField, type KindDefinition, ONCE, onlyTemplates } from './kind'

const schema = z
  .strictObject({
    use: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, {
        error: 'A workflow name has lower-case letters, digits and `-`, at most 64.',
      })
      .meta({ description: 'The name of a workflow of the same project.' }),
    version: z
      .union([z.int().min(1), z.string().min(1).max(64)], {
        error: 'Expected the number of a version, or a label such as `production`.',
      })
      .optional()
      .meta({ description: 'A version number or a label; the newest published version without it.' }),
    inputs: z
      .record(z.string(), jsonField('A value; expressions in it are evaluated.'))
      .default({})
      .meta({ description: 'What the run is started with.' }),
    detach: z
      .boolean()
      .default(false)
      .meta({ description: '`true`: start the run, and do not wait for it.' }),
  })
  .transform(({ detach, ...rest }) => ({ ...rest, isDetached: detach }))

export type WorkflowStepConfig = z.output<typeof schema>

export const workflowKind: KindDefinition & { schema: typeof schema } = {
  name: 'workflow',
  title: 'Run another workflow',
  docs: `Runs another workflow of the project and waits for it. The output is that of its run. When that run fails, the step fails with its error. With \`detach: true\` the step ends as soon as the run is started, and the output is \`{ runId, number }\`.

\`\`\`yaml
- id: notes
  workflow:
    use: release-notes
    version: production
    inputs: { repo: "\${{ inputs.repo }}" }
\`\`\`

It is not tried again unless \`retry\` asks for it; each attempt starts a run of its own.`,
  schema,
  retry: ONCE,
  secretFields: [],
  roleOf: onlyTemplates,
  outputOf: (config, declared) => declared ?? (isDetached(config) ? STARTED : {}),
}

const STARTED = { type: 'object', properties: { runId: { type: 'string' }, number: { type: 'integer' } } }

function isDetached(config: JsonValue): boolean {
  return isMapping(config) && config.detach === true
}
