import { z } from 'zod'
import { RUN_STATUSES } from '@/server/kernel/statuses'

export const problemSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  suggestion: z.string().optional(),
  line: z.number().int(),
  column: z.number().int(),
  endLine: z.number().int(),
  endColumn: z.number().int(),
})

/** Words that a request may name a version by already. */
const RESERVED_LABELS = ['latest', 'draft']

/** A name that stands for one version at a time, such as `production`. */
export const labelNameSchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,31}$/,
    'A label starts with a lower-case letter and has lower-case letters, digits and hyphens, at most 32.',
  )
  .refine((name) => !RESERVED_LABELS.includes(name), {
    error: (issue) => `“${String(issue.input)}” always means the same. Choose another label.`,
  })

/** Labels of one workflow; more would be a list nobody reads. */
export const MAX_LABELS = 50

export const workflowSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  /** 0: never published. */
  latestVersion: z.number().int(),
  /** By name. */
  labels: z.array(z.object({ name: z.string(), version: z.number().int() })),
  updatedAt: z.iso.datetime(),
  lastRun: z
    .object({
      id: z.string(),
      number: z.number().int(),
      /** Null: a try-run of a draft. */
      versionNumber: z.number().int().nullable(),
      status: z.enum(RUN_STATUSES),
      createdAt: z.iso.datetime(),
    })
    .nullable(),
})
export type WorkflowSummary = z.output<typeof workflowSummarySchema>

export const workflowSchema = workflowSummarySchema.extend({
  draftSource: z.string(),
  draftRevision: z.number().int(),
  /** The draft differs from the latest published version. */
  hasUnpublishedChanges: z.boolean(),
  /** JSON Schema by input of the latest published version: what the run form is made of. */
  inputs: z.record(z.string(), z.record(z.string(), z.json())),
})
export type Workflow = z.output<typeof workflowSchema>

export const versionSchema = z.object({
  id: z.string(),
  number: z.number().int(),
  message: z.string().nullable(),
  digest: z.string(),
  createdAt: z.iso.datetime(),
  author: z.string(),
  /** Labels that stand for it, by name. */
  labels: z.array(z.object({ name: z.string(), setBy: z.string(), setAt: z.iso.datetime() })),
})
export type Version = z.output<typeof versionSchema>

/** Of a publication. */
export const messageSchema = z.string().trim().max(500)

export const MAX_SOURCE_LENGTH = 1_048_576

export const sourceSchema = z.string().max(MAX_SOURCE_LENGTH, 'A workflow may be at most 1 MiB of text.')

/** A secret or variable, and a workflow that names it. */
export const referenceSchema = z.object({
  kind: z.enum(['secret', 'variable']),
  name: z.string(),
  workflow: z.object({ name: z.string(), title: z.string() }),
  /** `published`: its latest version, and so new runs; `draft`: only what is being edited. */
  in: z.enum(['published', 'draft']),
})
export type Reference = z.output<typeof referenceSchema>
