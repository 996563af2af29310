'use client'

import Link from 'next/link'
import { AuthLayout } from '@/components/layout/auth-layout'
import { Button } from '@/components/ui/button'
import { signOut } from './sign-out'

/** Somebody with an account and no organization: removed, left, or not yet invited. */
export function NoOrganization({ email }: { email: string }) {
  return (
    <AuthLayout
      title="You belong to no organization"
      description={
        <>
          You are signed in as <strong className="font-medium text-fg">{email}</strong>. Ask an owner or admin
          to invite you, or begin one of your own.
        </>
      }
    >
      <div className="flex flex-wrap gap-2">
        <Button asChild variant="primary">
          <Link href="/organizations/new">New organization</Link>
        </Button>
        <Button onClick={() => void signOut()}>Sign out</Button>
      </div>
    </AuthLayout>
  )
}
