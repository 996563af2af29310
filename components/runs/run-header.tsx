'use client'

import { CirclePause, Ellipsis, Eraser, Play, RotateCcw } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { mayCancel, mayErasePayloads, mayResume } from '@/server/features/runs/rules'
import type { RunView } from '@/server/kernel/run-view'
import { useProject } from '../data/project'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Duration } from '../ui/duration'
import { IconButton } from '../ui/icon-button'
import { Menu, MenuItem } from '../ui/menu'
import { PageHeader } from '../ui/page-header'
import { RelativeTime } from '../ui/relative-time'
import { STATUSES, StatusBadge } from '../ui/status'
import type { Run } from './run'
import { RunCost } from './run-cost'
import { StartRunDialog } from './start-run-dialog'
import { useRunActions } from './use-run-actions'

/** What this run is, how it stands, and what may be done with it. */
export function RunHeader({ run, view }: { run: Run; view: RunView | undefined }) {
  const { base } = useProject()
  // The log is ahead of the row by a moment.
  const status = view?.status ?? run.status
  const title = view?.title ?? run.title
  const startedAt = run.startedAt ?? view?.startedAt
  const version = `${run.workflow.name}@${run.versionNumber}`
  return (
    <PageHeader
      className="border-b px-4 pt-4 pb-3 md:px-6"
      documentTitle={`#${run.number} ${STATUSES[status].word} · ${title}`}
      title={title}
      badges={
        <>
          <StatusBadge status={status} isLive />
          {run.cancelRequested && !STATUSES[status].isFinal && <Badge tone="warning">Cancelling</Badge>}
          {run.generation > 1 && <Badge variant="outline">Resumed {timesWord(run.generation - 1)}</Badge>}
        </>
      }
      actions={<RunActions run={run} status={status} />}
      meta={
        <>
          <span className="tabular">#{run.number}</span>
          <Link
            href={`${base}/workflows/${run.workflow.name}?tab=versions&version=${run.versionNumber}`}
            className="rounded-sm font-mono text-xs hover:text-fg hover:underline"
          >
            {version}
          </Link>
          <span>
            <RelativeTime at={run.createdAt} />
            {run.startedBy && <> by {run.startedBy}</>}
          </span>
          {startedAt && (
            <span>
              <span className="text-fg-subtle">{STATUSES[status].isFinal ? 'Took' : 'For'} </span>
              <Duration startedAt={startedAt} endedAt={run.finishedAt ?? view?.endedAt} />
            </span>
          )}
          <span>
            <span className="text-fg-subtle">Cost </span>
            <RunCost run={costOf(run, view)} />
          </span>
          {run.tags.map((tag) => (
            <Badge key={tag} variant="outline">
              {tag}
            </Badge>
          ))}
        </>
      }
    />
  )
}

function timesWord(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`
}

function costOf(run: Run, view: RunView | undefined): Pick<Run, 'costNanos' | 'unpricedCalls'> {
  if (!view || STATUSES[run.status].isFinal) return run
  return { costNanos: view.usage.costNanos, unpricedCalls: view.usage.unpricedCalls }
}

function RunActions({ run, status }: { run: Run; status: Run['status'] }) {
  const { can } = useProject()
  const [isRunAgain, setRunAgain] = useState(false)
  const { cancel, resume, isResuming, erase } = useRunActions(run)
  const [isErasing, setErasing] = useState(false)
  const isErased = run.payloadsErasedAt !== null || run.eventsErasedAt !== null
  const isEnded = STATUSES[status].isFinal
  return (
    <>
      {can('runs.cancel') && mayCancel({ status, cancelRequested: run.cancelRequested }) && (
        <ConfirmDialog
          trigger={<Button icon={<CirclePause />}>Cancel</Button>}
          title="Cancel this run?"
          description="Running steps are aborted and waits are dropped. What has finished is kept: you can resume the run later."
          confirmLabel="Cancel run"
          cancelLabel="Keep it running"
          isDangerous
          onConfirm={cancel}
        />
      )}
      {can('runs.start') && isEnded && (
        <Button icon={<Play />} onClick={() => setRunAgain(true)}>
          Run again
        </Button>
      )}
      {can('runs.resume') && mayResume({ status, isErased }) && (
        <Button variant="primary" icon={<RotateCcw />} isLoading={isResuming} onClick={resume}>
          {status === 'failed' ? 'Resume from failed step' : 'Resume'}
        </Button>
      )}
      {can('runs.erase') && mayErasePayloads({ ...run, status }) && (
        <Menu
          align="end"
          trigger={
            <IconButton label="More for this run" variant="secondary">
              <Ellipsis />
            </IconButton>
          }
        >
          <MenuItem icon={<Eraser />} isDangerous onSelect={() => setErasing(true)}>
            Erase payloads
          </MenuItem>
        </Menu>
      )}
      {isErasing && (
        <ConfirmDialog
          isOpen
          onOpenChange={() => setErasing(false)}
          title="Erase the payloads of this run?"
          description="Inputs, outputs, logs, errors’ texts and what people answered go for good. Steps, times, costs and the audit log stay. The run cannot be resumed afterwards."
          confirmLabel="Erase payloads"
          typedConfirmation={`#${run.number}`}
          isDangerous
          onConfirm={erase}
        />
      )}
      <StartRunDialog
        workflow={run.workflow.name}
        isOpen={isRunAgain}
        onOpenChange={setRunAgain}
        initial={run.inputs}
      />
    </>
  )
}
