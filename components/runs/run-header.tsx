'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import type { RunView } from '@/server/kernel/run-view'
import { useProject } from '../data/project'
import { Badge } from '../ui/badge'
import { Duration } from '../ui/duration'
import { PageHeader } from '../ui/page-header'
import { RelativeTime } from '../ui/relative-time'
import { STATUSES, StatusBadge } from '../ui/status'
import type { Run } from './run'
import { RunCost } from './run-cost'
import { shownRunStatus } from './run-status'

export interface RunHeaderProps {
  run: Run
  view: RunView | undefined
  /** Buttons: they come with the parts that are loaded later. */
  actions?: ReactNode
}

/** What this run is, and how it stands. */
export function RunHeader({ run, view, actions }: RunHeaderProps) {
  // The log is ahead of the row by a moment.
  const status = view?.status ?? run.status
  const shown = shownRunStatus({ status, isPaused: view ? view.pausedAt !== undefined : run.isPaused })
  const title = view?.title ?? run.title
  return (
    <PageHeader
      className="border-b px-4 pt-4 pb-3 md:px-6"
      documentTitle={`#${run.number} ${STATUSES[shown].word} · ${title}`}
      title={title}
      badges={
        <>
          <StatusBadge status={shown} isLive />
          <Marks run={run} view={view} isOver={STATUSES[status].isFinal} />
        </>
      }
      actions={actions}
      meta={<Facts run={run} view={view} isOver={STATUSES[status].isFinal} />}
    />
  )
}

interface PartProps {
  run: Run
  view: RunView | undefined
  isOver: boolean
}

/** What else is to know at a glance: what is going on, and what kind of run it is. */
function Marks({ run, view, isOver }: PartProps) {
  const phase = view?.phase ?? run.phase
  return (
    <>
      {!isOver && phase === 'finally' && <Badge tone="info">Finishing</Badge>}
      {!isOver && phase === 'rollback' && <Badge tone="violet">Rolling back</Badge>}
      {!isOver && (view?.isCancelRequested ?? run.cancelRequested) && (
        <Badge tone="warning">{(view?.isCancelForced ?? run.isForced) ? 'Stopping' : 'Cancelling'}</Badge>
      )}
      {run.versionNumber === null && <Badge tone="accent">Draft</Badge>}
      {run.part === 'step' && <Badge variant="outline">One step</Badge>}
      {run.part === 'items' && <Badge variant="outline">Some items</Badge>}
      {run.generation > 1 && (
        <Badge variant="outline">
          {phase === 'rollback' ? 'Reopened' : 'Resumed'} {timesWord(run.generation - 1)}
        </Badge>
      )}
    </>
  )
}

function Facts({ run, view, isOver }: PartProps) {
  const { base } = useProject()
  const startedAt = run.startedAt ?? view?.startedAt
  const { name } = run.workflow
  const { versionNumber, parent, replayOf } = run
  return (
    <>
      <span className="tabular">#{run.number}</span>
      <Link
        href={`${base}/workflows/${name}${versionNumber === null ? '' : `?tab=versions&version=${versionNumber}`}`}
        className="rounded-sm font-mono text-xs hover:text-fg hover:underline"
      >
        {versionNumber === null ? name : `${name}@${versionNumber}`}
      </Link>
      {parent && (
        <Link
          href={`${base}/runs/${parent.number}?step=${encodeURIComponent(parent.path)}`}
          className="rounded-sm hover:text-fg hover:underline"
        >
          <span className="text-fg-subtle">Started by </span>run #{parent.number}
        </Link>
      )}
      {replayOf && (
        <Link
          href={`${base}/runs/${replayOf.number}${replayOf.from === null ? '' : `?step=${encodeURIComponent(replayOf.from)}`}`}
          className="rounded-sm hover:text-fg hover:underline"
        >
          <span className="text-fg-subtle">{run.part === 'step' ? 'Tries a step of' : 'Replays'} </span>
          run #{replayOf.number}
        </Link>
      )}
      <span>
        <RelativeTime at={run.createdAt} />
        {run.startedBy && <> by {run.startedBy}</>}
      </span>
      {startedAt && (
        <span>
          <span className="text-fg-subtle">{isOver ? 'Took' : 'For'} </span>
          <Duration startedAt={startedAt} endedAt={run.finishedAt ?? view?.endedAt} />
        </span>
      )}
      <span>
        <span className="text-fg-subtle">Cost </span>
        <RunCost run={costOf(run, view)} />
      </span>
      {run.tags.map((tag) => (
        <Link key={tag} href={`${base}/runs?tag=${encodeURIComponent(tag)}`} className="rounded-sm">
          <Badge variant="outline">{tag}</Badge>
        </Link>
      ))}
    </>
  )
}

function timesWord(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`
}

function costOf(run: Run, view: RunView | undefined): Pick<Run, 'costNanos' | 'unpricedCalls'> {
  if (!view || STATUSES[run.status].isFinal) return run
  return { costNanos: view.usage.costNanos, unpricedCalls: view.usage.unpricedCalls }
}
