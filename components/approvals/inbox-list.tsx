'use client'

import { CircleCheck, History } from 'lucide-react'
import { QueryView } from '@/components/layout/view-state'
import { Empty } from '@/components/ui/empty'
import { LoadMore } from '@/components/ui/load-more'
import { Skeleton } from '@/components/ui/skeleton'
import { TabPanel, Tabs } from '@/components/ui/tabs'
import { InboxRow } from './inbox-row'
import type { InboxModel } from './use-inbox'

/** Pending or decided requests, one row each. */
export function InboxList({ inbox, isNarrow = false }: { inbox: InboxModel; isNarrow?: boolean }) {
  const { state, query } = inbox
  return (
    <Tabs
      label="Requests"
      items={[
        { value: 'pending', label: 'Pending' },
        { value: 'decided', label: 'Decided' },
      ]}
      value={state}
      onValueChange={(value) => inbox.showTab(value === 'decided' ? 'decided' : 'pending')}
    >
      <TabPanel value={state} className="pt-3">
        <QueryView
          query={query}
          permission="approvals.read"
          skeleton={<RowsSkeleton />}
          empty={state === 'pending' ? <NothingPending /> : <NothingDecided />}
        >
          {(approvals) => (
            <>
              <ul className="divide-y overflow-clip rounded-lg border bg-surface">
                {approvals.map((approval) => (
                  <InboxRow
                    key={approval.id}
                    approval={approval}
                    state={state}
                    isNarrow={isNarrow}
                    isChosen={approval.id === inbox.approvalId}
                    onChoose={() => inbox.choose(approval.id, inbox.approvalId ? 'replace' : 'push')}
                  />
                ))}
              </ul>
              <LoadMore
                {...inbox.more}
                shownCount={approvals.length}
                noun={approvals.length === 1 ? 'request' : 'requests'}
              />
            </>
          )}
        </QueryView>
      </TabPanel>
    </Tabs>
  )
}

function NothingPending() {
  return (
    <Empty
      icon={<CircleCheck />}
      title="Nothing waits for a decision"
      text="When a run reaches an approval step, its request appears here with everything needed to decide."
    />
  )
}

function NothingDecided() {
  return (
    <Empty
      icon={<History />}
      title="No decisions yet"
      text="Approved and rejected requests are kept here, with who decided, their comment and what they changed."
    />
  )
}

function RowsSkeleton() {
  return (
    <div className="divide-y rounded-lg border bg-surface">
      {[1, 2, 3, 4].map((row) => (
        <div key={row} className="flex gap-3 px-4 py-3">
          <Skeleton className="mt-0.5 size-4 rounded-full" />
          <div className="flex flex-1 flex-col gap-1.5">
            <Skeleton className="h-4 w-2/3" />
            <Skeleton className="h-3.5 w-1/3" />
          </div>
        </div>
      ))}
    </div>
  )
}
