import { z } from 'zod'
import { rolesWith } from '@/server/kernel/permissions'
import { durationField, type KindDefinition, onlyTemplates, schemaField } from './kind'

const deciders = [...rolesWith('approvals.decide')]

const schema = z
  .strictObject({
    title: z
      .string()
      .min(1, { error: 'The title is empty.' })
      .max(300)
      .meta({ description: 'What is asked, in one line.' }),
    body: z.string().optional().meta({ description: 'All that is needed to decide, as Markdown.' }),
    approvers: z
      .strictObject({
        roles: z.array(z.enum(deciders)).min(1, { error: 'Name at least one role.' }).default(deciders).meta({
          description:
            'Roles whose members may decide; everyone who may decide at all unless said otherwise.',
        }),
        quorum: z.int().min(1).max(100).default(1).meta({ description: 'How many must approve.' }),
        allowSelf: z
          .boolean()
          .default(true)
          .meta({ description: 'Whether the person who started the run may decide.' }),
      })
      .default({ roles: deciders, quorum: 1, allowSelf: true })
      .meta({ description: 'Who decides.' }),
    form: schemaField(
      'JSON Schema of values the approver may edit; a `default` prefills its field.',
    ).optional(),
    timeout: durationField('How long to wait for the decision; without it, as long as it takes.').optional(),
    onTimeout: z
      .enum(['approve', 'reject', 'fail'])
      .default('fail')
      .meta({ description: 'What happens when nobody decided in time.' }),
  })
  .transform(({ timeout, ...rest }) => (timeout === undefined ? rest : { ...rest, timeoutMs: timeout }))

export type ApprovalConfig = z.output<typeof schema> & { timeoutMs?: number }

export const approvalKind: KindDefinition & { schema: typeof schema } = {
  name: 'approval',
  title: 'Wait for a person to decide',
  docs: `Waits until people decide. The output is \`{ outcome, values, comment, decidedBy, changed }\`: \`values\` holds the form as it was approved, \`changed\` says whether it was edited. A rejection fails the step with \`approval_rejected\`.

\`\`\`yaml
- id: review
  approval:
    title: Publish these notes?
    form:
      type: object
      properties:
        notes: { type: string, x-multiline: true, default: "\${{ steps.draft.output.text }}" }
    timeout: 24h
    onTimeout: reject
\`\`\``,
  schema,
  retry: 'none',
  secretFields: [],
  roleOf: onlyTemplates,
  outputOf: (config) => ({
    type: 'object',
    properties: {
      outcome: { enum: ['approved', 'rejected', 'expired'] },
      values: formOf(config),
      comment: { type: 'string' },
      decidedBy: {},
      changed: { type: 'boolean' },
    },
  }),
}

function formOf(config: unknown) {
  const form = typeof config === 'object' && config !== null && 'form' in config ? config.form : undefined
  const parsed = schemaField('').safeParse(form)
  return parsed.success ? parsed.data : {}
}
