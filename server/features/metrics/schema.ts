import { z } from 'zod'

export const BUCKETS = ['hour', 'day', 'week'] as const
export type Bucket = (typeof BUCKETS)[number]

const count = z.number().int()
const instant = z.iso.datetime()

const percentilesSchema = z.object({
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
})

export const spendFiguresSchema = z.object({
  /** Nano-dollars in decimal. */
  costNanos: z.string(),
  calls: count,
  /** Calls whose price is not known: they are missing from the cost. */
  unpricedCalls: count,
  tokens: count,
})
export type SpendFigures = z.output<typeof spendFiguresSchema>

/** What became, until now, of the runs that were queued in a window; and what was spent in it. */
const figuresSchema = z.object({
  runs: count,
  succeeded: count,
  failed: count,
  cancelled: count,
  /** Neither ended nor given up: queued, running or waiting. */
  active: count,
  /** Of the runs that succeeded or failed, 0 to 1. Null: none has yet. */
  successRate: z.number().nullable(),
  /** From the start to the end of runs that ended, in milliseconds, waits included. Null: none has yet. */
  durationMs: percentilesSchema.nullable(),
  /** From being queued to the start, in milliseconds. */
  queueMs: percentilesSchema.nullable(),
  /** Null: this member may not read usage. */
  spend: spendFiguresSchema.nullable(),
})
export type Figures = z.output<typeof figuresSchema>

const windowShape = { startsAt: instant, endsAt: instant }

export const seriesSchema = z.object({
  bucket: z.enum(BUCKETS),
  ...windowShape,
  /** Oldest first, without gaps; the first and the last may be part of a day or week. */
  buckets: z.array(figuresSchema.extend(windowShape)),
  totals: figuresSchema,
  /** As long a window, which ends where this one starts. */
  previous: figuresSchema.extend(windowShape),
})
export type Series = z.output<typeof seriesSchema>
