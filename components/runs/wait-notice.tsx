'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import type { WaitView } from '@/server/kernel/run-view'
import { useProject } from '../data/project'
import { Alert } from '../ui/alert'
import { RelativeTime } from '../ui/relative-time'
import { ChildRunLink } from './child-run-link'
import { waitTitle } from './wait-words'

/** What a step waits for at this moment, and what ends the wait. */
export function WaitNotice({ wait }: { wait: WaitView }) {
  const isForPerson = wait.kind === 'approval'
  return (
    <Alert tone={isForPerson ? 'warning' : 'info'} title={waitTitle(wait)}>
      <EndOfWait wait={wait} />
    </Alert>
  )
}

function EndOfWait({ wait }: { wait: WaitView }): ReactNode {
  const { base } = useProject()
  const due = wait.dueAt && <RelativeTime at={wait.dueAt} />
  switch (wait.kind) {
    case 'approval':
      return (
        <>
          {due && <>Due {due}. </>}
          {wait.approvalId && (
            <Link
              href={`${base}/approvals?approval=${wait.approvalId}`}
              className="rounded-sm underline underline-offset-2"
            >
              Open the request
            </Link>
          )}
        </>
      )
    case 'event':
      return <>It goes on when the event is sent{due && <>, or gives up {due}</>}.</>
    case 'child':
      return wait.childRunId ? <ChildRunLink runId={wait.childRunId} /> : null
    case 'slot':
      return 'As many steps as its limit allows are running. It starts when one of them ends.'
    default:
      return due && <>Goes on {due}.</>
  }
}
