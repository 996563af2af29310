'use client'

import { useProject } from '@/components/data/project'
import { OrganizationSettings } from '@/components/organizations/organization-settings'
import { PageHeader } from '@/components/ui/page-header'

/** The organization itself. */
export function OrganizationPage() {
  const { orgName } = useProject()
  return (
    <>
      <PageHeader
        title={orgName}
        documentTitle="Organization · Settings"
        description="The organization around this project and all others of it."
      />
      <OrganizationSettings />
    </>
  )
}
