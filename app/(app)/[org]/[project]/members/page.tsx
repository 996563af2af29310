import { Suspense } from 'react'
import { MembersPage } from '@/components/members/members-page'

export default function Members() {
  return (
    <Suspense>
      <MembersPage />
    </Suspense>
  )
}
