import { Suspense } from 'react'
import { WorkflowView } from '@/components/workflows/workflow-view'

export default async function WorkflowPage({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params
  return (
    <Suspense>
      <WorkflowView key={name} name={decodeURIComponent(name)} />
    </Suspense>
  )
}
