import { Suspense } from 'react'
import { Inbox } from '@/components/approvals/inbox'

export default function ApprovalsPage() {
  return (
    <Suspense>
      <Inbox />
    </Suspense>
  )
}
