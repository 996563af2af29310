'use client'

import { ArrowLeft, ChevronDown, ChevronUp, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { neighbour } from './inbox-rules'
import type { InboxModel } from './use-inbox'

export interface DetailBarProps {
  inbox: InboxModel
  approvalId: string
  isPage: boolean
}

/** Above a request: where it stands in the list, the ones beside it, and the way back. */
export function DetailBar({ inbox, approvalId, isPage }: DetailBarProps) {
  const approvals = inbox.query.data ?? []
  const at = approvals.findIndex((approval) => approval.id === approvalId)
  const step = (by: 1 | -1) => {
    const next = at === -1 ? undefined : neighbour(approvals, approvalId, by)
    return { disabled: !next, onClick: () => next && inbox.choose(next.id, 'replace') }
  }
  return (
    <div className="flex min-h-11 shrink-0 items-center gap-1 border-b px-4 md:px-6">
      {isPage && (
        <Button
          variant="ghost"
          size="sm"
          icon={<ArrowLeft />}
          onClick={() => inbox.choose(undefined)}
          className="-ml-2"
        >
          All requests
        </Button>
      )}
      <span className="tabular mr-auto text-fg-subtle text-xs max-md:mr-1 max-md:ml-auto">
        {at === -1 ? '' : `${at + 1} of ${approvals.length}`}
      </span>
      <IconButton label="Previous request" shortcut="k" size="sm" {...step(-1)}>
        <ChevronUp />
      </IconButton>
      <IconButton label="Next request" shortcut="j" size="sm" {...step(1)}>
        <ChevronDown />
      </IconButton>
      {!isPage && (
        <IconButton label="Close" shortcut="esc" size="sm" onClick={() => inbox.choose(undefined)}>
          <X />
        </IconButton>
      )}
    </div>
  )
}
