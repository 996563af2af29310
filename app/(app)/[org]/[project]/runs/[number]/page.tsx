import { Suspense } from 'react'
import { RunView } from '@/components/runs/run-view'

export default async function RunPage({ params }: { params: Promise<{ number: string }> }) {
  const { number } = await params
  return (
    <Suspense>
      <RunView key={number} number={number} />
    </Suspense>
  )
}
