'use client'

import { useProject } from '@/components/data/project'
import { useQueryParams } from '@/components/data/use-query-params'
import { Page } from '@/components/layout/page'
import { ForbiddenView } from '@/components/layout/view-state'
import { PageHeader } from '@/components/ui/page-header'
import { TabPanel, Tabs } from '@/components/ui/tabs'
import { ProvidersPanel } from './providers-panel'
import { SecretsPanel } from './secrets-panel'

/** What the project's steps may use: who serves models, and secret values. */
export function Settings() {
  const { projectName, can } = useProject()
  const { params, change } = useQueryParams()
  const tabs = [
    ...(can('providers.read') ? [{ value: 'providers', label: 'Providers' }] : []),
    ...(can('secrets.read') ? [{ value: 'secrets', label: 'Secrets' }] : []),
  ]
  const tab = tabs.find(({ value }) => value === params.get('tab')) ?? tabs[0]
  return (
    <Page>
      <PageHeader
        title="Settings"
        description={`What the workflows of ${projectName} may use.`}
        className="pb-3"
      />
      {tab ? (
        <Tabs
          label="Settings"
          items={tabs}
          value={tab.value}
          onValueChange={(value) => change({ tab: value === tabs[0]?.value ? undefined : value }, 'push')}
        >
          <TabPanel value="providers">
            <ProvidersPanel />
          </TabPanel>
          <TabPanel value="secrets">
            <SecretsPanel />
          </TabPanel>
        </Tabs>
      ) : (
        <ForbiddenView permission="providers.read" />
      )}
    </Page>
  )
}
