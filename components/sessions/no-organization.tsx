'use client'

import { AuthLayout } from '@/components/layout/auth-layout'
import { Button } from '@/components/ui/button'
import { signOut } from './sign-out'

export function NoOrganization({ email }: { email: string }) {
  return (
    <AuthLayout
      title="You belong to no project yet"
      description={
        <>
          You are signed in as <strong className="font-medium text-fg">{email}</strong>. Ask an owner or admin
          to add you to their organization, then reload this page.
        </>
      }
    >
      <Button onClick={() => void signOut()}>Sign out</Button>
    </AuthLayout>
  )
}
