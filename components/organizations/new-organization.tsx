'use client'

import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '@/components/data/trpc'
import { AuthLayout } from '@/components/layout/auth-layout'
import { NameForm } from './name-form'

/** A new organization of one's own, with a first project in it. */
export function NewOrganization({ email }: { email: string }) {
  const trpc = useTRPC()
  const create = useMutation(trpc.organizations.create.mutationOptions())
  return (
    <AuthLayout
      title="New organization"
      description="A place of its own, with its own members, projects and secrets. You become its owner."
      footer={`You are signed in as ${email}.`}
    >
      <NameForm
        label="Name"
        hint="Your team or company. Its address is made from the name."
        placeholder="Analytical Engines"
        submitLabel="Create organization"
        onSubmit={async (name) => {
          const { orgSlug, projectSlug } = await create.mutateAsync({ name })
          return `/${orgSlug}/${projectSlug}`
        }}
      />
    </AuthLayout>
  )
}
