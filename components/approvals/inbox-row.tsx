'use client'

import Link from 'next/link'
import { useProject } from '@/components/data/project'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusBadge, StatusIcon } from '@/components/ui/status'
import type { ApprovalSummary } from '@/server/features/approvals/schema'
import { DueBadge } from './due-badge'
import { approvalHref, type InboxState } from './inbox-address'

export interface InboxRowProps {
  approval: ApprovalSummary
  state: InboxState
  isNarrow: boolean
  isChosen: boolean
  onChoose: () => void
}

/** One request; the whole row opens it. */
export function InboxRow({ approval, state, isNarrow, isChosen, onChoose }: InboxRowProps) {
  const { base } = useProject()
  return (
    <li
      className={cn(
        'relative flex gap-3 px-4 py-3 transition-colors duration-75',
        isChosen ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <StatusIcon status={approval.status} isLabelled className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <Link
          href={approvalHref(base, approval.id, state)}
          prefetch={false}
          aria-current={isChosen ? 'true' : undefined}
          onNavigate={(event) => {
            event.preventDefault()
            onChoose()
          }}
          className={cn(
            'block font-medium text-fg text-sm outline-none [overflow-wrap:anywhere] after:absolute after:inset-0',
            'focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2',
          )}
        >
          {approval.title}
        </Link>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-fg-muted text-xs">
          <span className="min-w-0 truncate">
            {approval.workflow.title} <span className="tabular">#{approval.run.number}</span>
          </span>
          <span className={isNarrow ? undefined : 'sm:hidden'}>
            <When approval={approval} />
          </span>
        </p>
        <div className="mt-1.5 flex flex-wrap gap-1.5 empty:hidden">
          {approval.status === 'pending' && approval.dueAt && <DueBadge dueAt={approval.dueAt} />}
          {approval.status === 'pending' && !approval.mayDecide && (
            <Badge variant="outline">Waits for others</Badge>
          )}
        </div>
      </div>
      {!isNarrow && (
        <div className="flex shrink-0 flex-col items-end justify-center gap-1 text-fg-muted text-xs max-sm:hidden">
          {approval.status !== 'pending' && (
            <StatusBadge status={approval.status} variant="plain" className="text-xs" />
          )}
          <When approval={approval} />
        </div>
      )}
    </li>
  )
}

function When({ approval }: { approval: ApprovalSummary }) {
  if (approval.status === 'pending')
    return (
      <span>
        asked <RelativeTime at={approval.createdAt} />
      </span>
    )
  return <RelativeTime at={approval.decidedAt ?? approval.createdAt} />
}
