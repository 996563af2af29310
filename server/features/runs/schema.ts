import { z } from 'zod'
import { runErrorSchema, runEventSchema } from '@/server/kernel/run-events'
import { RUN_STATUSES } from '@/server/kernel/statuses'

const instant = z.iso.datetime()

export const runSummarySchema = z.object({
  id: z.string(),
  number: z.number().int(),
  title: z.string(),
  tags: z.array(z.string()),
  status: z.enum(RUN_STATUSES),
  workflow: z.object({ id: z.string(), name: z.string(), title: z.string() }),
  versionNumber: z.number().int(),
  startedBy: z.string().nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  /** Nano-dollars in decimal. */
  costNanos: z.string(),
  /** Model calls without a known price, not in `costNanos`. */
  unpricedCalls: z.number().int(),
})
export type RunSummary = z.output<typeof runSummarySchema>

export const runSchema = runSummarySchema.extend({
  inputs: z.record(z.string(), z.json()),
  output: z.json().nullable(),
  error: runErrorSchema.nullable(),
  generation: z.number().int(),
  /** How far the log reaches. */
  lastSeq: z.number().int(),
  cancelRequested: z.boolean(),
  /** Since when inputs, outputs and all other values are gone; null: they are there. */
  payloadsErasedAt: instant.nullable(),
  /** Since when the log is gone. */
  eventsErasedAt: instant.nullable(),
})
export type Run = z.output<typeof runSchema>

/** `seq` and `at` beside the event itself. */
export const loggedRunEventSchema = z.intersection(
  runEventSchema,
  z.object({ seq: z.number().int(), at: instant }),
)

export const runFilterSchema = z.object({
  statuses: z.array(z.enum(RUN_STATUSES)).optional(),
  workflowId: z.string().optional(),
  /** Finds in the title, or a run by its number. */
  search: z.string().trim().max(200).optional(),
})
export type RunFilter = z.output<typeof runFilterSchema>

export const PAGE_SIZE = 50
