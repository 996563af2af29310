import { z } from 'zod'
import { durationField, idField, jsonField, schemaField, stepsField } from './kinds/kind'

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

/** Fields of every step, besides its kind. */
export const stepFieldsSchema = z.strictObject({
  id: idField.meta({ description: 'The name of the step, unique in the document.' }),
  name: z.string().max(200).optional().meta({ description: 'A title for people.' }),
  description: z.string().max(10_000).optional().meta({ description: 'What the step is for.' }),
  needs: z.array(z.string()).optional().meta({
    description:
      'Steps of the same list that must finish first. Without it, the step above; `[]` starts at once.',
  }),
  if: z
    .union([z.string().min(1), z.boolean()], { error: 'Expected an expression such as `inputs.count > 0`.' })
    .transform(String)
    .optional()
    .meta({ description: 'An expression, without `${{ }}`; when it is not true the step is skipped.' }),
  retry: retrySchema.optional(),
  timeout: durationField('How long one attempt may take.').optional(),
  onError: z
    .enum(['fail', 'continue'])
    .optional()
    .meta({ description: '`continue`: the run goes on although this step failed.' }),
  output: schemaField('JSON Schema the output must satisfy; an agent is asked for it.').optional(),
})

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
  timeout: durationField('How long a run may take.').optional(),
  defaults: z
    .strictObject({ retry: retrySchema.optional() })
    .optional()
    .meta({ description: 'What steps get that do not say otherwise.' }),
  steps: stepsField,
  output: jsonField(
    'The output of the run, with expressions; without it, the output of the last step.',
  ).optional(),
})

export type WorkflowFields = z.output<typeof workflowFieldsSchema>

/** Parts of the language that are designed but not in this version, by where they are written. */
export const NOT_AVAILABLE: { workflow: string[]; step: string[]; kinds: Record<string, string[]> } = {
  workflow: ['budget', 'concurrency', 'finally', 'rollback', 'triggers', 'undo'],
  step: [
    'cache',
    'concurrency',
    'delay',
    'sensitive',
    'undo',
    'use',
    'emit',
    'fail',
    'loop',
    'machine',
    'mongo',
    'notify',
    'queue',
    'shell',
    'sql',
    'storage',
    'switch',
    'tool',
    'transform',
    'workflow',
  ],
  kinds: {
    agent: ['use', 'tools', 'maxTurns', 'requires', 'prefer', 'budget'],
    code: ['dynamic'],
    wait: ['until', 'event'],
  },
}
