import { Suspense } from 'react'
import { ApiReference } from '@/components/api-reference/api-reference'

export default function ApiReferencePage() {
  return (
    <Suspense>
      <ApiReference />
    </Suspense>
  )
}
