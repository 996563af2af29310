import { Suspense } from 'react'
import { CompareView } from '@/components/workflows/compare-view'

export default async function ComparePage({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params
  return (
    <Suspense>
      <CompareView key={name} name={decodeURIComponent(name)} />
    </Suspense>
  )
}
