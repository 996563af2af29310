'use client'

import {
  ArrowDown,
  ArrowUp,
  CircleCheck,
  CircleDollarSign,
  CirclePlay,
  Gauge,
  LoaderCircle,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useProject } from '@/components/data/project'
import { Money } from '@/components/ui/money'
import { StatTile } from '@/components/ui/stat-tile'
import { TONE_TEXT } from '@/components/ui/tone'
import { formatDuration } from '@/server/kernel/durations'
import { formatCost } from '@/server/kernel/money'
import { type Change, changeOf, changeOfShare } from './change-rules'
import { share } from './chart-rows'
import type { OverviewData, SeriesData } from './use-overview'

export interface MetricTilesProps {
  series: SeriesData
  overview: OverviewData
}

/** Four figures of the range, each against the same length of time before it. */
export function MetricTiles({ series: { totals, previous }, overview }: MetricTilesProps) {
  const p95 = totals.durationMs?.p95 ?? null
  const p95Before = previous.durationMs?.p95 ?? null
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4 lg:gap-4">
      <StatTile
        label="Runs"
        icon={<CirclePlay />}
        value={totals.runs.toLocaleString('en')}
        note={
          <Against
            change={changeOf(totals.runs, previous.runs, undefined)}
            before={previous.runs.toLocaleString('en')}
          />
        }
      />
      <StatTile
        label="Success rate"
        icon={<CircleCheck />}
        value={share(totals.successRate)}
        note={
          <Against
            change={changeOfShare(totals.successRate, previous.successRate, 'up')}
            before={share(previous.successRate)}
          />
        }
      />
      <StatTile
        label="Duration (p95)"
        icon={<Gauge />}
        value={p95 === null ? '–' : formatDuration(p95)}
        note={
          <Against
            change={changeOf(p95, p95Before, 'down')}
            before={p95Before === null ? '–' : formatDuration(p95Before)}
          />
        }
      />
      {totals.spend ? (
        <SpendTile totals={totals.spend} previous={previous.spend} />
      ) : (
        <ActiveTile {...overview} />
      )}
    </div>
  )
}

type Spend = NonNullable<SeriesData['totals']['spend']>

function SpendTile({ totals, previous }: { totals: Spend; previous: Spend | null }) {
  const before = previous?.costNanos ?? '0'
  return (
    <StatTile
      label="Spend"
      icon={<CircleDollarSign />}
      value={<Money costNanos={totals.costNanos} />}
      note={
        <Against
          change={changeOf(Number(totals.costNanos), Number(before), undefined)}
          before={formatCost(before)}
        />
      }
    />
  )
}

function ActiveTile({ active }: { active: number }) {
  const { base } = useProject()
  return (
    <StatTile
      label="Not finished now"
      icon={<LoaderCircle />}
      value={active.toLocaleString('en')}
      note={active > 0 ? 'Queued, running or waiting' : 'Nothing is running'}
      href={`${base}/runs?status=queued,running,waiting`}
    />
  )
}

/** What says of the time before that there was nothing. */
const NOTHING = new Set(['–', '0', '$0'])

function Against({ change, before }: { change: Change | undefined; before: string }): ReactNode {
  if (!change) return NOTHING.has(before) ? 'Nothing to compare with' : `Before: ${before}`
  const Arrow = change.direction === 'up' ? ArrowUp : ArrowDown
  return (
    <span className="inline-flex items-center gap-1" title={`${before} in as long a time before`}>
      <span className={`inline-flex items-center gap-0.5 font-medium ${TONE_TEXT[change.tone]}`}>
        {change.direction !== 'same' && <Arrow aria-hidden="true" className="size-3" />}
        {change.direction !== 'same' && <span className="sr-only">{change.direction} by </span>}
        {change.text}
      </span>
      <span>from {before}</span>
    </span>
  )
}
