'use client'

import { useProject } from '@/components/data/project'
import { ProjectSettings } from '@/components/projects/project-settings'
import { PageHeader } from '@/components/ui/page-header'

/** The project itself. */
export function GeneralPage() {
  const { projectName } = useProject()
  return (
    <>
      <PageHeader title={projectName} documentTitle="General · Settings" description="The project itself." />
      <ProjectSettings />
    </>
  )
}
