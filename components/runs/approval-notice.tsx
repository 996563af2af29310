'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleCheckBig } from 'lucide-react'
import Link from 'next/link'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { RelativeTime } from '../ui/relative-time'
import { Notice } from './notice'

/** A decision that the run waits for, and the way to it. */
export function ApprovalNotice({ approvalId }: { approvalId: string }) {
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
