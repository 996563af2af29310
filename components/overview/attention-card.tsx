'use client'

import { CircleCheck } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { DueBadge } from '@/components/approvals/due-badge'
import { approvalHref } from '@/components/approvals/inbox-address'
import { useProject } from '@/components/data/project'
import { Card } from '@/components/ui/card'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusIcon } from '@/components/ui/status'
import type { OverviewData } from './use-overview'

/** At most this many requests; the rest stands in the inbox. */
const SHOWN = 5

/** What a person has to do: decide, then look at failures. */
export function AttentionCard({ overview }: { overview: OverviewData }) {
  const { base } = useProject()
  const { waitingForMe, needsAttention } = overview
  const count = waitingForMe.length + needsAttention.length
  return (
    <Card
      title="Needs attention"
      isFlush
      footer={
        waitingForMe.length > SHOWN ? (
          <Link href={`${base}/approvals`} className="font-medium text-accent-text hover:underline">
            All {waitingForMe.length} requests waiting for you
          </Link>
        ) : undefined
      }
    >
      {count === 0 ? (
        <p className="flex items-center gap-2.5 px-4 py-4 text-fg-muted text-sm">
          <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-success" />
          Nothing waits for you, and no run has failed.
        </p>
      ) : (
        <ul className="divide-y">
          {waitingForMe.slice(0, SHOWN).map((approval) => (
            <Item
              key={approval.id}
              mark={<StatusIcon status="pending" isLabelled />}
              href={approvalHref(base, approval.id)}
              title={approval.title}
              about={`${approval.workflow.title} #${approval.run.number}`}
              action="Review"
            >
              {approval.dueAt && <DueBadge dueAt={approval.dueAt} />}
              <RelativeTime at={approval.createdAt} />
            </Item>
          ))}
          {needsAttention.map((run) => (
            <Item
              key={run.id}
              mark={<StatusIcon status={run.status} isLabelled />}
              href={`${base}/runs/${run.number}`}
              title={run.title}
              about={`Run #${run.number} failed`}
              action="Look why"
            >
              <RelativeTime at={run.finishedAt ?? run.createdAt} />
            </Item>
          ))}
        </ul>
      )}
    </Card>
  )
}

interface ItemProps {
  mark: ReactNode
  href: string
  title: string
  about: string
  /** What opening it is for. */
  action: string
  children: ReactNode
}

function Item({ mark, href, title, about, action, children }: ItemProps) {
  return (
    <li className="group relative flex items-center gap-3 px-4 py-2.5 transition-colors duration-75 hover:bg-hover">
      {mark}
      <div className="min-w-0 flex-1">
        <Link
          href={href}
          className="block truncate font-medium text-fg text-sm outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {title}
        </Link>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-fg-muted text-xs">
          <span className="truncate">{about}</span>
          <span className="flex items-center gap-2 text-fg-subtle sm:hidden">{children}</span>
        </p>
      </div>
      <div className="flex shrink-0 items-center gap-2 text-fg-subtle text-xs max-sm:hidden">
        {children}
        <span
          aria-hidden="true"
          className="w-16 text-right font-medium text-accent-text group-hover:underline"
        >
          {action}
        </span>
      </div>
    </li>
  )
}
