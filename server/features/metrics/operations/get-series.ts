import { z } from 'zod'
import { defineQuery } from '@/server/operations'
import { asQueryable } from '@/server/platform/db'
import { cutWindow, type TimeWindow, toWholeHours } from '../calendar'
import { figuresOf, sumCounts } from '../figures'
import { bucketFor, checkRange } from '../rules'
import { BUCKETS, seriesSchema } from '../schema'
import { readCounts } from '../store'

const DEFAULT_RANGE_MS = 7 * 86_400_000
const instant = z.iso.datetime({ offset: true })

export const getSeries = defineQuery({
  name: 'metrics.series',
  summary:
    'Runs by outcome, durations, queue times and spend over time, with totals and the period before to compare with.',
  within: 'project',
  permission: 'runs.read',
  route: 'GET /metrics/series',
  input: z.object({
    /** Rounded down to a full hour; seven days before `to` where it is left out. */
    from: instant.optional(),
    /** Rounded up to a full hour; now where it is left out. */
    to: instant.optional(),
    /** `auto`: hours up to 3 days, days up to 100 days, else weeks that begin on Monday. */
    bucket: z.enum(['auto', ...BUCKETS]).default('auto'),
    /** Days and weeks begin at midnight of this zone. */
    timeZone: z.string().max(64).default('UTC'),
    workflowId: z.string().optional(),
  }),
  output: seriesSchema,
  async run({ scope, db, now }, { from, to, bucket: asked, timeZone, workflowId }) {
    const toMs = to ? Date.parse(to) : now.getTime()
    const window = toWholeHours({ fromMs: from ? Date.parse(from) : toMs - DEFAULT_RANGE_MS, toMs })
    const rangeMs = window.toMs - window.fromMs
    const bucket = asked === 'auto' ? bucketFor(rangeMs) : asked
    checkRange(window.fromMs, window.toMs, bucket)
    const windows = cutWindow(window, bucket, timeZone)
    const before = { fromMs: window.fromMs - rangeMs, toMs: window.fromMs }
    const [previous, ...counts] = await readCounts(scope, asQueryable(db), [before, ...windows], workflowId)
    const figures = { mayReadSpend: scope.permissions.has('usage.read') }
    return {
      bucket,
      ...instantsOf(window),
      buckets: windows.map((one, index) => ({
        ...instantsOf(one),
        ...figuresOf(counts[index] ?? sumCounts([]), figures),
      })),
      totals: figuresOf(sumCounts(counts), figures),
      previous: { ...instantsOf(before), ...figuresOf(previous ?? sumCounts([]), figures) },
    }
  },
})

function instantsOf({ fromMs, toMs }: TimeWindow): { startsAt: string; endsAt: string } {
  return { startsAt: new Date(fromMs).toISOString(), endsAt: new Date(toMs).toISOString() }
}
