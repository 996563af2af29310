'use client'

import { useProject } from '@/components/data/project'
import { PageHeader } from '@/components/ui/page-header'
import { CommandsSettings } from './commands-settings'
import { NetworkSettings } from './network-settings'
import { RetentionSettings } from './retention-settings'

/** What every project of the organization begins with. */
export function DefaultsPage() {
  const { orgName } = useProject()
  return (
    <>
      <PageHeader
        title="Defaults"
        documentTitle="Defaults · Settings"
        description={`What holds in every project of ${orgName} that does not say otherwise.`}
      />
      <div className="flex max-w-4xl flex-col gap-5">
        <RetentionSettings scope="organization" />
        <NetworkSettings scope="organization" />
        <CommandsSettings scope="organization" />
      </div>
    </>
  )
}
