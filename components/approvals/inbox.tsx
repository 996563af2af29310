'use client'

import { useProject } from '@/components/data/project'
import { Page, PageFill } from '@/components/layout/page'
import { PageHeader } from '@/components/ui/page-header'
import { SplitPanel } from '@/components/ui/split-panel'
import { useMediaQuery } from '../ui/use-media-query'
import { ApprovalDetail } from './approval-detail'
import { DetailBar } from './detail-bar'
import { InboxList } from './inbox-list'
import { type InboxModel, useInbox, useInboxKeys } from './use-inbox'

/** Requests for a human decision: the list, and the chosen one beside it (on a phone instead of it). */
export function Inbox() {
  const inbox = useInbox()
  useInboxKeys(inbox)
  const isWide = useIsWide()
  if (!inbox.approvalId)
    return (
      <Page>
        <Head />
        <InboxList inbox={inbox} />
      </Page>
    )
  if (!isWide) return <Detail inbox={inbox} approvalId={inbox.approvalId} isPage />
  return (
    <PageFill>
      <SplitPanel
        id="approvals"
        label="Resize the list"
        sized="start"
        defaultPx={380}
        minPx={280}
        maxPx={560}
        className="flex-1"
        start={
          <div className="h-full overflow-y-auto px-4 py-5">
            <Head />
            <InboxList inbox={inbox} isNarrow />
          </div>
        }
        end={<Detail inbox={inbox} approvalId={inbox.approvalId} />}
      />
    </PageFill>
  )
}

function Head() {
  const { can } = useProject()
  return (
    <PageHeader
      title="Approvals"
      description={can('approvals.decide') ? undefined : 'Your role may read requests, not decide them.'}
      className="pb-3"
    />
  )
}

interface DetailProps {
  inbox: InboxModel
  approvalId: string
  isPage?: boolean
}

function Detail({ inbox, approvalId, isPage = false }: DetailProps) {
  return (
    <ApprovalDetail
      key={approvalId}
      approvalId={approvalId}
      isPage={isPage}
      bar={<DetailBar inbox={inbox} approvalId={approvalId} isPage={isPage} />}
      onDecided={() => inbox.goToNext(approvalId)}
    />
  )
}

function useIsWide(): boolean {
  return useMediaQuery('(min-width: 60rem)', true)
}
