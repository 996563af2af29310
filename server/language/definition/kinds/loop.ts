import { z } from 'zod'
import type { JsonValue } from '@/server/kernel/json'
import {
  ANY_OR_NULL,
  type ConfigPath,
  conditionField,
  isMapping,
  type KindDefinition,
  omit,
  stepsField,
} from './kind'

const fields = {
  while: conditionField('Goes on while this is true; looked at before each iteration.').optional(),
  until: conditionField('Ends when this is true; looked at after each iteration.').optional(),
  maxIterations: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .meta({ description: 'The step fails after this many iterations, at most 10,000.' }),
}

const ONE_CONDITION = { error: 'Choose exactly one of `while` and `until`.' }
const hasOneCondition = (written: { while?: string | undefined; until?: string | undefined }) =>
  (written.while === undefined) !== (written.until === undefined)

const schema = z.strictObject({ ...fields, steps: stepsField }).refine(hasOneCondition, ONE_CONDITION)
const runSchema = z.strictObject(fields).refine(hasOneCondition, ONE_CONDITION)

/** Exactly one of `while` and `until`, as written: the loop evaluates it itself. */
export type LoopConfig = z.output<typeof runSchema>

export const loopKind: KindDefinition & { schema: typeof schema; runSchema: typeof runSchema } = {
  name: 'loop',
  title: 'Repeat steps while or until something is true',
  docs: `Repeats its steps one iteration after another. \`while\` is looked at before each iteration, \`until\` after each, where it sees the steps inside, too. \`loop.index\` counts from 0, \`loop.previous\` is the output of the last step of the iteration before (\`null\` at first). The output is \`{ iterations, last }\`; \`last\` is the output of the last iteration. A loop that is not over after \`maxIterations\` (100 unless said otherwise) fails with \`loop_limit\`.

\`\`\`yaml
- id: poll
  loop:
    until: steps.job.output.body.state == "done"
    maxIterations: 60
    steps:
      - id: pause
        wait: { for: 10s }
      - id: job
        http: { url: "https://jobs.example.com/\${{ inputs.job }}" }
\`\`\``,
  schema,
  runSchema,
  retry: 'none',
  secretFields: [],
  roleOf: (path) => (isCondition(path) ? 'condition' : 'template'),
  namesAt: (path) => (isCondition(path) ? [['loop', LOOP]] : []),
  seesInside: ([key]) => key === 'until',
  isFixed: ([key]) => key === 'steps',
  nested: {
    kind: 'iteration',
    listsIn: (config) => [{ path: ['steps'], ...conditionOf(config) }],
    withoutSteps: (config) => omit(config, ['steps']),
    withSteps: (config, lists) => ({ ...config, steps: lists.flatMap(({ steps }) => steps) }),
  },
  outputOf: () => ({ type: 'object', properties: { iterations: { type: 'integer' }, last: ANY_OR_NULL } }),
}

/** What `loop` holds inside a loop. */
export const LOOP = {
  type: 'object',
  properties: {
    index: { type: 'integer', description: 'The number of the iteration, from 0.' },
    previous: { ...ANY_OR_NULL, description: 'The output of the iteration before; `null` at first.' },
  },
}

function isCondition([key, ...deeper]: ConfigPath): boolean {
  return (key === 'while' || key === 'until') && deeper.length === 0
}

function conditionOf(config: JsonValue): { condition?: string } {
  return isMapping(config) && config.while !== undefined ? { condition: String(config.while) } : {}
}
