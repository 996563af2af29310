'use client'

import { CircleCheck } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { DueBadge } from '@/components/approvals/due-badge'
import { approvalHref } from '@/components/approvals/inbox-address'
import { useProject } from '@/components/data/project'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusIcon } from '@/components/ui/status'
import type { OverviewData } from './use-overview'

/** At most this many of each; the rest stands on its own page. */
const SHOWN = 3

/** What a person has to do: decide, then look at failures. One quiet line where there is nothing. */
export function Attention({ overview }: { overview: OverviewData }) {
  const { waitingForMe, failed } = overview
  if (waitingForMe.length === 0 && failed === 0) return <NothingToDo />
  const isBoth = waitingForMe.length > 0 && failed > 0
  return (
    <section
      aria-label="Needs attention"
      className={cn('grid items-start gap-4 lg:gap-5', isBoth && 'lg:grid-cols-2')}
    >
      {waitingForMe.length > 0 && <WaitingForMe approvals={waitingForMe} />}
      {failed > 0 && <Failed runs={overview.needsAttention} count={failed} />}
    </section>
  )
}

function NothingToDo() {
  return (
    <section aria-label="Needs attention" className="rounded-lg border bg-surface">
      <p className="flex items-center gap-2.5 px-4 py-3 text-fg-muted text-sm">
        <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-success" />
        Nothing needs you: no approval waits, and no run of the last seven days is left failed.
      </p>
    </section>
  )
}

function WaitingForMe({ approvals }: { approvals: OverviewData['waitingForMe'] }) {
  const { base } = useProject()
  return (
    <AttentionCard
      title="Waiting for you"
      count={approvals.length}
      href={`${base}/approvals`}
      noun="requests"
    >
      {approvals.slice(0, SHOWN).map((approval) => (
        <Item
          key={approval.id}
          mark={<StatusIcon status="pending" isLabelled />}
          href={approvalHref(base, approval.id)}
          title={approval.title}
          about={`${approval.workflow.title} #${approval.run.number}`}
        >
          {approval.dueAt && <DueBadge dueAt={approval.dueAt} />}
          <RelativeTime at={approval.createdAt} />
        </Item>
      ))}
    </AttentionCard>
  )
}

function Failed({ runs, count }: { runs: OverviewData['needsAttention']; count: number }) {
  const { base } = useProject()
  return (
    <AttentionCard
      title="Failed in the last seven days"
      count={count}
      href={`${base}/runs?status=failed`}
      noun="failed runs"
    >
      {runs.slice(0, SHOWN).map((run) => (
        <Item
          key={run.id}
          mark={<StatusIcon status={run.status} isLabelled />}
          href={`${base}/runs/${run.number}`}
          title={run.title}
          about={`${run.workflow.title === run.title ? run.workflow.name : run.workflow.title} #${run.number}`}
        >
          <RelativeTime at={run.finishedAt ?? run.createdAt} />
        </Item>
      ))}
    </AttentionCard>
  )
}

interface AttentionCardProps {
  title: string
  count: number
  /** Where all of them are. */
  href: string
  noun: string
  children: ReactNode
}

function AttentionCard({ title, count, href, noun, children }: AttentionCardProps) {
  return (
    <Card
      title={
        <>
          {title}{' '}
          <span className="tabular ml-1 font-normal text-fg-subtle">{count.toLocaleString('en')}</span>
        </>
      }
      isFlush
      actions={
        count > SHOWN ? (
          <Link href={href} className="rounded-sm text-fg-muted text-xs hover:text-fg">
            All {noun}
          </Link>
        ) : undefined
      }
    >
      <ul className="divide-y">{children}</ul>
    </Card>
  )
}

interface ItemProps {
  mark: ReactNode
  href: string
  title: string
  about: string
  children: ReactNode
}

function Item({ mark, href, title, about, children }: ItemProps) {
  return (
    <li className="relative flex items-center gap-3 px-4 py-2.5 transition-colors duration-75 hover:bg-hover">
      {mark}
      <div className="min-w-0 flex-1">
        <Link
          href={href}
          className="block truncate font-medium text-fg text-sm outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {title}
        </Link>
        <p className="truncate text-fg-muted text-xs">{about}</p>
      </div>
      <div className="flex shrink-0 items-center gap-2 text-fg-subtle text-xs">{children}</div>
    </li>
  )
}
