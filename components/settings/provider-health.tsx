import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import type { ReactNode } from 'react'
import { Duration } from '@/components/ui/duration'
import { RelativeTime } from '@/components/ui/relative-time'
import type { ProviderSummary } from '@/server/features/models/schema'

/** Whether a provider answered when it was last asked, by a test or by a run. */
export function ProviderHealth({ provider: { health, isOffline } }: { provider: ProviderSummary }) {
  if (isOffline) return <State mark={<CircleCheck className="text-success-text" />} word="Always there" />
  if (!health) return <State mark={<CircleDashed className="text-fg-subtle" />} word="Not tested yet" />
  const when = <RelativeTime at={health.checkedAt} />
  if (health.error === null)
    return (
      <State
        mark={<CircleCheck className="text-success-text" />}
        word="Answers"
        note={
          <>
            {when}
            {health.latencyMs !== null && (
              <>
                {' in '}
                <Duration durationMs={health.latencyMs} />
              </>
            )}
          </>
        }
      />
    )
  return (
    <span title={health.error} className="block min-w-0">
      <State mark={<CircleAlert className="text-danger-text" />} word="Fails" note={when} />
      <span className="block truncate text-danger-text text-xs">{health.error}</span>
    </span>
  )
}

interface StateProps {
  mark: ReactNode
  word: string
  note?: ReactNode
}

function State({ mark, word, note }: StateProps) {
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-1.5">
      <span className="inline-flex items-center gap-1.5 whitespace-nowrap [&_svg]:size-3.5">
        <span aria-hidden="true">{mark}</span>
        {word}
      </span>
      {note && <span className="text-fg-subtle text-xs">{note}</span>}
    </span>
  )
}
