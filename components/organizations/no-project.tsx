'use client'

import Link from 'next/link'
import { AuthLayout } from '@/components/layout/auth-layout'
import { signOut } from '@/components/sessions/sign-out'
import { Button } from '@/components/ui/button'

export interface NoProjectProps {
  organization: { name: string; slug: string }
  email: string
  mayCreate: boolean
  elsewhere: string | undefined
}

/** A member to whom no project of the organization is open. */
export function NoProject({ organization, email, mayCreate, elsewhere }: NoProjectProps) {
  return (
    <AuthLayout
      title={`No project of ${organization.name} is open to you`}
      description={
        mayCreate
          ? 'It has none at the moment. Make one to go on.'
          : 'You are a member, but hold no role in a project yet. Ask an owner or admin to give you one, then reload this page.'
      }
      footer={`You are signed in as ${email}.`}
    >
      <div className="flex flex-wrap gap-2">
        {mayCreate && (
          <Button asChild variant="primary">
            <Link href={`/${organization.slug}/projects/new`}>New project</Link>
          </Button>
        )}
        {elsewhere && (
          <Button asChild>
            <Link href={elsewhere}>Go to another organization</Link>
          </Button>
        )}
        <Button onClick={() => void signOut()}>Sign out</Button>
      </div>
    </AuthLayout>
  )
}
