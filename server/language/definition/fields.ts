import { z } from 'zod'
import type { StepKindName } from '@/server/language/contracts'
import { conditionField, durationField, idField, jsonField, schemaField, stepsField } from './kinds/kind'

/** `retry` as it is written; what is left out comes from `defaults.retry`, then from the kind. */
export const retrySchema = z
  .strictObject({
    attempts: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'How often to try in all; 1 is no retry.' }),
    backoff: z
      .enum(['none', 'fixed', 'linear', 'exponential', 'fibonacci'])
      .optional()
      .meta({ description: 'How the pause grows from attempt to attempt.' }),
    delay: durationField('The first pause.').optional(),
    maxDelay: durationField('The longest pause.').optional(),
    jitter: z
      .boolean()
      .optional()
      .meta({ description: 'Vary the pauses at random, so that many runs do not retry at once.' }),
    on: z
      .array(z.string().min(1))
      .min(1, { error: 'Name at least one error code.' })
      .optional()
      .meta({ description: 'Error codes worth another attempt; all that can pass unless named.' }),
  })
  .meta({ description: 'When and how often to try again.' })

export type WrittenRetry = z.output<typeof retrySchema>

const concurrencyKey = z
  .string()
  .min(1, { error: 'The key is empty.' })
  .max(500)
  .meta({ description: 'What is counted together; may hold expressions.' })

/** Fields of every step, besides its kind. */
export const stepFieldsSchema = z.strictObject({
  id: idField.meta({ description: 'The name of the step, unique in the document.' }),
  name: z.string().max(200).optional().meta({ description: 'A title for people.' }),
  description: z.string().max(10_000).optional().meta({ description: 'What the step is for.' }),
  needs: z.array(z.string()).optional().meta({
    description:
      'Steps of the same list that must finish first. Without it, the step above; `[]` starts at once.',
  }),
  if: conditionField('An expression, without `${{ }}`; when it is not true the step is skipped.').optional(),
  retry: retrySchema.optional(),
  timeout: durationField('How long one attempt may take.').optional(),
  delay: durationField('A pause before the step starts.').optional(),
  onError: z
    .union([
      z.enum(['fail', 'continue']),
      z.strictObject({
        steps: stepsField.meta({
          description:
            'Run when the step failed; they see why as `error`. When they succeed, the run goes on with the output of their last one.',
        }),
      }),
    ])
    .optional()
    .meta({
      description:
        '`continue`: the run goes on although this step failed. `steps`: these run then, and the run goes on when they succeed.',
    }),
  undo: z.record(z.string(), jsonField('')).optional().meta({
    description:
      'What takes the step back in a rollback: one kind, with `if`, `retry` and `timeout` if needed.',
    'x-undo': true,
  }),
  cache: z
    .strictObject({
      key: jsonField('What the output depends on; expressions in it are evaluated.'),
      ttl: durationField('How long the output is kept.'),
    })
    .optional()
    .meta({ description: 'Keep the output for other runs: with an equal key the step does not run again.' }),
  concurrency: z
    .strictObject({
      key: concurrencyKey,
      limit: z.int().min(1).max(1_000).default(1).meta({ description: 'How many may run at once.' }),
    })
    .optional()
    .meta({ description: 'How many steps of the same key run at once in the whole project.' }),
  sensitive: z
    .boolean()
    .optional()
    .meta({ description: 'Input and output are encrypted, and shown masked everywhere.' }),
  output: schemaField('JSON Schema the output must satisfy; an agent is asked for it.').optional(),
})

/** What may stand in `undo` besides a kind. */
export const undoFieldsSchema = stepFieldsSchema.pick({ if: true, retry: true, timeout: true })

/** Kinds that can take a step back. */
export const UNDO_KINDS = ['agent', 'code', 'emit', 'http', 'set', 'shell', 'tool', 'workflow'] as const

/** Kinds whose result is no value to be kept. Nor is that of kinds that hold steps. */
export const UNCACHED_KINDS: readonly StepKindName[] = ['approval', 'emit', 'fail', 'wait']

export type StepFields = z.output<typeof stepFieldsSchema>

/** Fields of a workflow. */
export const workflowFieldsSchema = z.strictObject({
  version: z.literal(1, { error: 'Only version 1 of the language exists: `version: 1`.' }).meta({
    description: 'The version of the workflow language: 1.',
  }),
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, {
      error: 'A workflow name has lower-case letters, digits and `-`, at most 64.',
    })
    .meta({ description: 'The name of the workflow, unique in its project.' }),
  title: z.string().max(200).optional().meta({ description: 'A title for people.' }),
  description: z
    .string()
    .max(10_000)
    .optional()
    .meta({ description: 'What the workflow is for, as Markdown.' }),
  tags: z
    .array(z.string().min(1).max(100))
    .max(20)
    .optional()
    .meta({ description: 'Put on each run, to filter by; may hold expressions.' }),
  runTitle: z
    .string()
    .max(300)
    .optional()
    .meta({ description: 'The title of each run; may hold expressions.' }),
  inputs: z
    .record(
      z.string(),
      z.custom<unknown>(() => true),
    )
    .optional()
    .meta({
      description: 'What a run is started with: a JSON Schema for each input. A `default` makes it optional.',
    }),
  vars: z.record(z.string(), jsonField('A constant.')).optional().meta({
    description: 'Constants, read as `vars.name`. They go before variables of the project of the same name.',
  }),
  concurrency: z
    .strictObject({
      key: concurrencyKey.meta({ description: 'What is counted together; may read `inputs` and `vars`.' }),
      limit: z.int().min(1).max(1_000).default(1).meta({ description: 'How many runs may go on at once.' }),
      onLimit: z.enum(['queue', 'skip', 'cancel-oldest']).default('queue').meta({
        description:
          'What a run does that finds no place. `queue`: it waits. `skip`: it does not run. `cancel-oldest`: it takes the place of the oldest one.',
      }),
    })
    .optional()
    .meta({ description: 'How many runs of the same key go on at once.' }),
  timeout: durationField('How long a run may take.').optional(),
  rollback: z.enum(['onFailure']).optional().meta({
    description: '`onFailure`: when a run fails, the `undo` of each finished step runs, the latest first.',
  }),
  defaults: z
    .strictObject({ retry: retrySchema.optional() })
    .optional()
    .meta({ description: 'What steps get that do not say otherwise.' }),
  steps: stepsField,
  finally: stepsField.optional().meta({
    description: 'Steps that run at the end, however the run went; `run.status` and `run.error` tell how.',
    'x-steps': true,
  }),
  output: jsonField(
    'The output of the run, with expressions; without it, the output of the last step.',
  ).optional(),
})

export type WorkflowFields = z.output<typeof workflowFieldsSchema>

/** Parts of the language that are designed but not in this version, by where they are written. */
export const NOT_AVAILABLE: { workflow: string[]; step: string[]; kinds: Record<string, string[]> } = {
  workflow: ['budget', 'triggers'],
  step: ['use', 'machine', 'mongo', 'notify', 'queue', 'sql', 'storage', 'transform'],
  kinds: {
    agent: ['use', 'tools', 'maxTurns', 'requires', 'prefer', 'budget'],
  },
}
