import { Suspense } from 'react'
import { WorkflowsView } from '@/components/workflows/workflows-view'

export default function WorkflowsPage() {
  return (
    <Suspense>
      <WorkflowsView />
    </Suspense>
  )
}
