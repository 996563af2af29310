'use client'

import { useProject } from '@/components/data/project'
import { PageHeader } from '@/components/ui/page-header'
import { NetworkSettings } from './network-settings'

/** Where the project's steps may send requests. */
export function NetworkPage() {
  const { projectName } = useProject()
  return (
    <>
      <PageHeader
        title="Network"
        documentTitle="Network · Settings"
        description={`Where the steps and model providers of ${projectName} may send requests. A change holds from the next request on; redirects are checked, too.`}
      />
      <div className="max-w-4xl">
        <NetworkSettings scope="project" />
      </div>
    </>
  )
}
