'use client'

import { Play } from 'lucide-react'
import type { ReactNode } from 'react'
import { adviceOf } from '@/server/kernel/error-codes'
import type { RunView } from '@/server/kernel/run-view'
import { isRunEnded } from '@/server/kernel/statuses'
import { useProject } from '../data/project'
import { InlineCode } from '../editor/inline-code'
import { Button } from '../ui/button'
import { Keys } from '../ui/kbd'
import { RelativeTime } from '../ui/relative-time'
import { ApprovalNotice } from './approval-notice'
import { Notice } from './notice'
import type { Run } from './run'
import { usePersonName } from './use-person-name'
import { useRunActions } from './use-run-actions'

export interface RunNoticesProps {
  run: Run
  view: RunView
  onJump: (() => void) | undefined
}

const APPROVALS_SHOWN = 3

/** What needs somebody, or is to know before anything else: a pause, a decision, why the run failed. */
export function RunNotices({ run, view, onJump }: RunNoticesProps) {
  const notices = noticesOf(run, view, onJump)
  if (notices.length === 0) return null
  return (
    <div className="flex flex-col gap-2 border-b bg-canvas px-4 py-3 md:px-6">
      {notices.map(({ key, content }) => (
        <div key={key}>{content}</div>
      ))}
    </div>
  )
}

function noticesOf(
  run: Run,
  view: RunView,
  onJump: RunNoticesProps['onJump'],
): { key: string; content: ReactNode }[] {
  const isOpen = !isRunEnded(view.status)
  const approvals = isOpen ? openApprovals(view) : []
  const shown = approvals.slice(0, APPROVALS_SHOWN)
  const more = approvals.length - shown.length
  return [
    ...(view.pausedAt ? [{ key: 'paused', content: <PausedNotice run={run} view={view} /> }] : []),
    ...(view.status === 'queued' && run.isKeptBack ? [{ key: 'turn', content: <TurnNotice /> }] : []),
    ...shown.map((id) => ({ key: id, content: <ApprovalNotice approvalId={id} /> })),
    ...(more > 0
      ? [{ key: 'more', content: <p className="text-fg-muted text-sm">And {more} more in the inbox.</p> }]
      : []),
    ...(view.status === 'failed'
      ? [{ key: 'failed', content: <FailureNotice view={view} onJump={onJump} /> }]
      : []),
    ...(view.status === 'rolled_back' ? [{ key: 'undone', content: <RolledBackNotice view={view} /> }] : []),
    ...(view.cancelReason !== undefined && (view.isCancelRequested || view.status === 'cancelled')
      ? [
          {
            key: 'why',
            content: (
              <Notice tone="neutral" title="Why it was cancelled">
                {view.cancelReason}
              </Notice>
            ),
          },
        ]
      : []),
  ]
}

function openApprovals(view: RunView): string[] {
  return [...view.steps.values()].flatMap((step) =>
    step.status === 'waiting' && step.wait?.approvalId ? [step.wait.approvalId] : [],
  )
}

function PausedNotice({ run, view }: { run: Run; view: RunView }) {
  const { can } = useProject()
  const actions = useRunActions(run)
  const name = usePersonName(view.pausedBy)
  const isBusy = [...view.steps.values()].some((step) => step.status === 'running')
  return (
    <Notice
      tone="warning"
      title={
        <>
          Paused by {name} <RelativeTime at={view.pausedAt} />
        </>
      }
      action={
        can('runs.cancel') && (
          <Button
            variant="primary"
            icon={<Play />}
            isLoading={actions.isContinuing}
            onClick={actions.continue}
          >
            Continue
          </Button>
        )
      }
    >
      {isBusy
        ? 'Steps that run already go on to their end. Nothing new starts.'
        : 'Nothing new starts until somebody continues.'}
    </Notice>
  )
}

function TurnNotice() {
  return (
    <Notice tone="info" title="Waits for its turn">
      As many runs as the limit of its workflow allows are under way. It starts when one of them ends.
    </Notice>
  )
}

function FailureNotice({ view, onJump }: { view: RunView; onJump: (() => void) | undefined }) {
  const { error } = view
  const advice = error && adviceOf(error.code)
  const name = error?.path && (view.steps.get(error.path)?.name ?? error.path)
  return (
    <Notice
      tone="danger"
      title={
        <>
          {titleOf(view, name)}
          {error && <code className="ml-2 font-normal text-xs">{error.code}</code>}
        </>
      }
      action={
        onJump && (
          <Button size="sm" onClick={onJump}>
            Jump to first failure
            <span className="max-md:hidden">
              <Keys keys="f" />
            </span>
          </Button>
        )
      }
    >
      <InlineCode text={error?.message ?? 'No reason was recorded.'} />
      {advice && (
        <span className="block text-fg-muted">
          <InlineCode text={advice} />
        </span>
      )}
    </Notice>
  )
}

function titleOf({ phase }: RunView, name: string | undefined): string {
  if (phase === 'rollback') return 'The rollback stopped half-way'
  return name ? `${name} failed` : 'The run failed'
}

function RolledBackNotice({ view: { error, steps } }: { view: RunView }) {
  const count = [...steps.values()].filter((step) => step.status === 'rolled_back').length
  return (
    <Notice tone="neutral" title={count === 1 ? 'One step was undone' : `${count} steps were undone`}>
      {error ? (
        <>
          The run had failed with <code className="text-xs">{error.code}</code>: {error.message}
        </>
      ) : (
        'Everything that names an undo has been taken back.'
      )}
    </Notice>
  )
}
