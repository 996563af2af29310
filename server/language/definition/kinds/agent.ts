import { z } from 'zod'
import { type KindDefinition, NETWORK_RETRY, onlyTemplates } from './kind'

const model = z.string().regex(/^[a-z0-9][a-z0-9_-]*\/\S+$/, {
  error: 'A model is named `provider/model`, such as `offline/rules`.',
})

const schema = z.strictObject({
  model: model.meta({ description: 'The model, as `provider/model`.', examples: ['offline/rules'] }),
  instructions: z
    .string()
    .optional()
    .meta({ description: 'Who the agent is and how it works (the system prompt).' }),
  prompt: z
    .string()
    .min(1, { error: 'The prompt is empty.' })
    .meta({ description: 'What it is asked to do.' }),
  temperature: z.number().min(0).max(2).optional().meta({ description: 'Variety of the answers, 0 to 2.' }),
  maxOutputTokens: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .meta({ description: 'The longest answer, in tokens.' }),
  fallback: z
    .array(model)
    .max(10)
    .default([])
    .meta({ description: 'Models to try in this order when the first one fails.' }),
})

export type AgentConfig = z.output<typeof schema>

export const agentKind: KindDefinition & { schema: typeof schema } = {
  name: 'agent',
  title: 'Ask a model',
  docs: `Asks a model. With an \`output\` schema the answer is an object of that shape; without, the output is \`{ text, model }\`. \`offline/rules\` answers by fixed rules, without any model or key.

\`\`\`yaml
- id: draft
  agent:
    model: anthropic/claude-sonnet-4-5
    instructions: You write short release notes.
    prompt: "Summarise: \${{ inputs.commits }}"
\`\`\`

A failed call is tried three times (1s, 2s between, with jitter) unless \`retry\` says otherwise.`,
  schema,
  retry: NETWORK_RETRY,
  secretFields: [],
  roleOf: onlyTemplates,
  outputOf: (_, declared) =>
    declared ?? { type: 'object', properties: { text: { type: 'string' }, model: { type: 'string' } } },
}
