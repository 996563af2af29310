'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/data/trpc'
import { AuthLayout } from '@/components/layout/auth-layout'
import { NameForm } from '@/components/organizations/name-form'
import { Checkbox } from '@/components/ui/checkbox'

export interface NewProjectProps {
  organization: { id: string; slug: string; name: string }
}

/** A new project in an organization, empty or with the starters. */
export function NewProject({ organization }: NewProjectProps) {
  const trpc = useTRPC()
  const create = useMutation(trpc.projects.create.mutationOptions())
  const [hasStarters, setHasStarters] = useState(true)
  return (
    <AuthLayout
      title="New project"
      description={
        <>
          In <strong className="font-medium text-fg">{organization.name}</strong>, with workflows, runs and
          secrets of its own. Members of the organization see it; guests do not.
        </>
      }
    >
      <NameForm
        label="Name"
        hint="Its address is made from the name."
        placeholder="Customer support"
        submitLabel="Create project"
        onSubmit={async (name) => {
          const { projectSlug } = await create.mutateAsync({ orgId: organization.id, name, hasStarters })
          return `/${organization.slug}/${projectSlug}`
        }}
      >
        <Checkbox
          label="Begin with the starter workflows"
          hint="Small ones that run at once, to look at and change."
          checked={hasStarters}
          onCheckedChange={(checked) => setHasStarters(checked === true)}
        />
      </NameForm>
    </AuthLayout>
  )
}
