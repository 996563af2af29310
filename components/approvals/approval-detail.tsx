'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { useBreadcrumbs } from '@/components/layout/breadcrumbs'
import { QueryView } from '@/components/layout/view-state'
import { cn } from '@/components/ui/cn'
import { Skeleton, SkeletonText } from '@/components/ui/skeleton'
import { usePageTitle } from '@/components/ui/use-page-title'

// Its form and its diff need not weigh on the list.
const ApprovalView = dynamic(() => import('./approval-view').then((module) => module.ApprovalView), {
  ssr: false,
  loading: () => <DetailSkeleton />,
})

export interface ApprovalDetailProps {
  approvalId: string
  /** Nothing else stands on the page: on a phone. */
  isPage: boolean
  bar: ReactNode
  /** This member's answer is in. */
  onDecided: () => void
}

/** One request with everything needed to decide it. */
export function ApprovalDetail({ approvalId, isPage, bar, onDecided }: ApprovalDetailProps) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const query = useQuery(trpc.approvals.get.queryOptions({ projectId, approvalId }))
  useBreadcrumbs(query.data ? [{ label: query.data.title }] : [])
  usePageTitle(isPage ? query.data?.title : undefined)
  return (
    <section
      aria-label="Request"
      className={cn(
        'flex flex-col bg-surface',
        isPage ? 'min-h-[calc(100dvh-var(--topbar-height)-var(--tabbar-height))]' : 'h-full min-h-0',
      )}
    >
      {bar}
      <QueryView query={query} permission="approvals.read" skeleton={<DetailSkeleton />}>
        {(approval) => <ApprovalView approval={approval} isPage={isPage} onDecided={onDecided} />}
      </QueryView>
    </section>
  )
}

function DetailSkeleton() {
  return (
    <div className="flex max-w-3xl flex-col gap-5 px-4 py-5 md:px-6">
      <div className="flex flex-col gap-2">
        <Skeleton className="h-7 w-3/5" />
        <Skeleton className="h-4 w-2/5" />
      </div>
      <SkeletonText lines={4} />
      <Skeleton className="h-40 w-full rounded-lg" />
    </div>
  )
}
