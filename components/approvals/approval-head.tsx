'use client'

import { Users } from 'lucide-react'
import Link from 'next/link'
import { useProject } from '@/components/data/project'
import { Badge } from '@/components/ui/badge'
import { PropertyList } from '@/components/ui/property-list'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusBadge } from '@/components/ui/status'
import type { Approval } from '@/server/features/approvals/schema'
import { DueBadge } from './due-badge'
import { policyOf } from './inbox-rules'

/** What is asked, for which run, by whom, and who may answer. `isPage`: nothing else stands on the page. */
export function ApprovalHead({ approval, isPage }: { approval: Approval; isPage: boolean }) {
  const { base } = useProject()
  const Title = isPage ? 'h1' : 'h2'
  const isPending = approval.status === 'pending'
  return (
    <header className="flex flex-col gap-3">
      <Title className="font-semibold text-fg text-xl tracking-[-0.02em] [overflow-wrap:anywhere]">
        {approval.title}
      </Title>
      <div className="flex flex-wrap items-center gap-1.5">
        <StatusBadge status={approval.status} isLive />
        {isPending && approval.dueAt && <DueBadge dueAt={approval.dueAt} />}
        {policyOf(approval).map((text) => (
          <Badge key={text} variant="outline" icon={text.startsWith('Decided by') ? <Users /> : undefined}>
            {text}
          </Badge>
        ))}
      </div>
      <PropertyList
        layout="column"
        items={[
          {
            label: 'Run',
            value: (
              <Link
                href={`${base}/runs/${approval.run.number}?step=${encodeURIComponent(approval.path)}`}
                className="font-medium text-accent-text hover:underline"
              >
                {approval.workflow.title} #{approval.run.number}
              </Link>
            ),
          },
          { label: 'Started by', value: approval.requestedBy ?? 'Pawl' },
          { label: 'Asked', value: <RelativeTime at={approval.createdAt} /> },
          ...(approval.decidedAt
            ? [{ label: 'Decided', value: <RelativeTime at={approval.decidedAt} /> }]
            : []),
        ]}
      />
    </header>
  )
}
