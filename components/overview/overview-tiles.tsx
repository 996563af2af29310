'use client'

import { CircleDollarSign, CircleX, Hourglass, LoaderCircle } from 'lucide-react'
import { useProject } from '@/components/data/project'
import { Money } from '@/components/ui/money'
import { StatTile } from '@/components/ui/stat-tile'
import { formatRelative } from '@/components/ui/time-format'
import { useNow } from '@/components/ui/use-now'
import type { OverviewData } from './use-overview'

/** How many failed runs the overview reads; there may be more. */
const FAILED_READ = 5

/** Four numbers, each leading to what it counts. */
export function OverviewTiles({ overview }: { overview: OverviewData }) {
  const { base } = useProject()
  const { waitingForMe, needsAttention, active, spend } = overview
  const failed = needsAttention.length
  const oldest = useOldest(waitingForMe)
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4 lg:gap-4">
      <StatTile
        label="Waiting for you"
        value={waitingForMe.length}
        note={oldest ?? 'No decisions open'}
        icon={<Hourglass />}
        tone={waitingForMe.length > 0 ? 'warning' : 'neutral'}
        href={`${base}/approvals`}
      />
      <StatTile
        label="Failed runs"
        value={failed === FAILED_READ ? `${failed}+` : failed}
        note={failed > 0 ? 'Resume or look why' : 'None to look at'}
        icon={<CircleX />}
        tone={failed > 0 ? 'danger' : 'neutral'}
        href={`${base}/runs?status=failed`}
      />
      <StatTile
        label="Active runs"
        value={active}
        note={active > 0 ? 'Not finished yet' : 'Nothing is running'}
        icon={<LoaderCircle />}
        tone={active > 0 ? 'info' : 'neutral'}
        href={`${base}/runs?status=queued,running,waiting`}
      />
      {spend && (
        <StatTile
          label="Spend today"
          value={<Money costNanos={spend.todayNanos} />}
          note={
            <>
              <Money costNanos={spend.totalNanos} /> in {spend.days.length} days
            </>
          }
          icon={<CircleDollarSign />}
        />
      )}
    </div>
  )
}

function useOldest(waiting: OverviewData['waitingForMe']): string | undefined {
  const nowMs = useNow(5_000)
  const [first] = waiting
  if (!first || nowMs === undefined) return undefined
  return `Oldest asked ${formatRelative(Date.parse(first.createdAt), nowMs)}`
}
