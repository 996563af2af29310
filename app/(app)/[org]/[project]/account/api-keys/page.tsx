import { Suspense } from 'react'
import { ApiKeys } from '@/components/api-keys/api-keys'

export default function ApiKeysPage() {
  return (
    <Suspense>
      <ApiKeys />
    </Suspense>
  )
}
