'use client'

import { useProject } from '@/components/data/project'
import { PageHeader } from '@/components/ui/page-header'
import { CommandsSettings } from './commands-settings'

/** Whether the project's shell steps may run. */
export function CommandsPage() {
  const { projectName } = useProject()
  return (
    <>
      <PageHeader
        title="Commands"
        documentTitle="Commands · Settings"
        description={`Whether shell steps of ${projectName} may run programs. A change holds from the next step on.`}
      />
      <div className="max-w-4xl">
        <CommandsSettings scope="project" />
      </div>
    </>
  )
}
