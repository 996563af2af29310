'use client'

import { useBreadcrumbs } from '@/components/layout/breadcrumbs'
import { PageHeader } from '@/components/ui/page-header'
import { PasswordCard } from './password-card'
import { SessionsCard } from './sessions-card'

/** The password, and where one is signed in. */
export function SecurityPage() {
  useBreadcrumbs([{ label: 'Account' }, { label: 'Security' }])
  return (
    <>
      <PageHeader title="Security" description="Your password, and where you are signed in." />
      <div className="flex max-w-2xl flex-col gap-5">
        <PasswordCard />
        <SessionsCard />
      </div>
    </>
  )
}
