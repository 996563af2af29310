'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleCheckBig } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { RunView } from '@/server/kernel/run-view'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { Alert } from '../ui/alert'
import { Button } from '../ui/button'
import { Keys } from '../ui/kbd'
import { RelativeTime } from '../ui/relative-time'
import { adviceFor } from './error-advice'
import { useIsPhone } from './use-is-phone'

export interface RunNoticesProps {
  view: RunView
  onJump: (() => void) | undefined
}

/** What needs somebody: a decision the run waits for, or why it failed. */
export function RunNotices({ view, onJump }: RunNoticesProps) {
  const approvals = [...view.steps.values()].flatMap((step) =>
    step.status === 'waiting' && step.wait?.approvalId ? [step.wait.approvalId] : [],
  )
  const isRunning = view.status === 'waiting' || view.status === 'running'
  const shown = isRunning ? approvals.slice(0, 3) : []
  if (shown.length === 0 && view.status !== 'failed') return null
  return (
    <div className="flex flex-col gap-2 border-b bg-canvas px-4 py-3 md:px-6">
      {shown.map((approvalId) => (
        <ApprovalCard key={approvalId} approvalId={approvalId} />
      ))}
      {approvals.length > shown.length && shown.length > 0 && (
        <p className="text-fg-muted text-sm">And {approvals.length - shown.length} more in the inbox.</p>
      )}
      {view.status === 'failed' && <FailureNotice view={view} onJump={onJump} />}
    </div>
  )
}

function ApprovalCard({ approvalId }: { approvalId: string }) {
  const trpc = useTRPC()
  const { base, projectId } = useProject()
  const approval = useQuery(trpc.approvals.get.queryOptions({ projectId, approvalId })).data
  const mayDecide = approval?.mayDecide ?? false
  return (
    <Notice
      tone="warning"
      title={approval?.title ?? 'A person has to decide'}
      action={
        <Button variant={mayDecide ? 'primary' : 'secondary'} asChild>
          <Link href={`${base}/approvals?approval=${approvalId}`}>
            <CircleCheckBig /> {mayDecide ? 'Review and decide' : 'Open the request'}
          </Link>
        </Button>
      }
    >
      <span className="text-fg-muted">
        {mayDecide ? 'The run waits for you. ' : 'The run waits for a decision. '}
        {approval?.dueAt && (
          <>
            Due <RelativeTime at={approval.dueAt} />.
          </>
        )}
        {!mayDecide && approval?.refusal && <>{approval.refusal}</>}
      </span>
    </Notice>
  )
}

function FailureNotice({ view, onJump }: { view: RunView; onJump: (() => void) | undefined }) {
  const { error } = view
  const advice = error && adviceFor(error.code)
  const name = error?.path && (view.steps.get(error.path)?.name ?? error.path)
  return (
    <Notice
      tone="danger"
      title={
        <>
          {name ? `${name} failed` : 'The run failed'}
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
      {error?.message ?? 'No reason was recorded.'}
      {advice && <span className="block text-fg-muted">{advice}</span>}
    </Notice>
  )
}

interface NoticeProps {
  tone: 'warning' | 'danger'
  title: ReactNode
  action: ReactNode
  children: ReactNode
}

/** An alert whose button stands at its side, and below its text on a phone. */
function Notice({ tone, title, action, children }: NoticeProps) {
  const isPhone = useIsPhone()
  return (
    <Alert tone={tone} title={title} actions={!isPhone && action}>
      {children}
      {isPhone && action && <div className="mt-2">{action}</div>}
    </Alert>
  )
}
