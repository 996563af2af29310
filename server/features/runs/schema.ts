import { z } from 'zod'
import { RUN_PHASES, runErrorSchema, runEventSchema } from '@/server/kernel/run-events'
import { RUN_STATUSES } from '@/server/kernel/statuses'

const instant = z.iso.datetime()

export const runSummarySchema = z.object({
  id: z.string(),
  number: z.number().int(),
  title: z.string(),
  tags: z.array(z.string()),
  status: z.enum(RUN_STATUSES),
  isPaused: z.boolean(),
  cancelRequested: z.boolean(),
  workflow: z.object({ id: z.string(), name: z.string(), title: z.string() }),
  /** Null: a try-run of an unpublished draft. */
  versionNumber: z.number().int().nullable(),
  /** The step of another run that started it. */
  parent: z.object({ runId: z.string(), number: z.number().int(), path: z.string() }).nullable(),
  /** The run it repeats, and the step it began from there; null: from the start. */
  replayOf: z.object({ runId: z.string(), number: z.number().int(), from: z.string().nullable() }).nullable(),
  /** `step`: one step of another run, tried alone. `items`: some items of a `forEach` of its parent. */
  part: z.enum(['step', 'items']).nullable(),
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
  /** Which part of the run goes on, or was the last. */
  phase: z.enum(RUN_PHASES),
  /** How far the log reaches. */
  lastSeq: z.number().int(),
  /** Cancelled a second time: `finally` and rollback are left out. */
  isForced: z.boolean(),
  /** Since when it starts nothing new. */
  pausedAt: instant.nullable(),
  /** It waits for a place under its workflow's concurrency limit. */
  isKeptBack: z.boolean(),
  /** How many runs its steps have started. */
  childCount: z.number().int(),
  /** Of an ended run, the paths of finished steps that a rollback would undo, in its order; at most 1,000. */
  undoable: z.array(z.string()),
  /** Since when inputs, outputs and all other values are gone; null: they are there. */
  payloadsErasedAt: instant.nullable(),
  /** Since when the log is gone. */
  eventsErasedAt: instant.nullable(),
})
export type Run = z.output<typeof runSchema>

/** A run that a step of another one started. */
export const childRunSchema = runSummarySchema.extend({
  /** The step that started it. */
  path: z.string(),
  /** Of `items`: the position of the first one in the whole list, and how many. */
  items: z.object({ offset: z.number().int(), count: z.number().int() }).nullable(),
})
export type ChildRun = z.output<typeof childRunSchema>

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
  /** Runs that have it. */
  tag: z.string().max(200).optional(),
  /** Only runs that no other run started. */
  isTopLevel: z.boolean().optional(),
})
export type RunFilter = z.output<typeof runFilterSchema>

export const PAGE_SIZE = 50
