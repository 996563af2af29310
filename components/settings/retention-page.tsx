'use client'

import { useProject } from '@/components/data/project'
import { PageHeader } from '@/components/ui/page-header'
import { RetentionSettings } from './retention-settings'

/** How long the project's runs are kept. */
export function RetentionPage() {
  const { projectName } = useProject()
  return (
    <>
      <PageHeader
        title="Retention"
        documentTitle="Retention · Settings"
        description={`How long the runs of ${projectName} are kept. What is too old goes each night at 03:17 UTC; runs that go on are never touched, costs and the audit log always stay.`}
      />
      <div className="max-w-4xl">
        <RetentionSettings scope="project" />
      </div>
    </>
  )
}
