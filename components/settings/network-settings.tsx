'use client'

import { useState } from 'react'
import { useProject } from '@/components/data/project'
import { QueryView } from '@/components/layout/view-state'
import { SettingRows } from '@/components/organizations/setting-row'
import { Alert } from '@/components/ui/alert'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { Skeleton } from '@/components/ui/skeleton'
import { SETTING_TEXTS } from '@/server/features/settings/rules'
import type { Settings } from '@/server/features/settings/schema'
import type { HostsDialogProps } from './hosts-dialog'
import { InheritedSetting, Overrides } from './inherited-setting'
import { type SettingsScope, useSettings } from './use-settings'

const HostsDialog = lazyDialog<HostsDialogProps>(() =>
  import('./hosts-dialog').then((module) => module.HostsDialog),
)

const KEY = 'network.allowedHosts'

/** Which hosts the steps and providers of the project, or of all projects, may call. */
export function NetworkSettings({ scope }: { scope: SettingsScope }) {
  const { query, mayManage, set, reset } = useSettings(scope)
  // Each turn is a fresh dialog: what was typed and not saved is forgotten.
  const [open, setOpen] = useState({ isOpen: false, turn: 0 })
  return (
    <Card
      // A project's page is named for it already.
      {...(scope === 'organization' && {
        title: 'Network',
        description: 'Binds every project: each may narrow the list for itself, none may widen it.',
      })}
      isFlush
    >
      <QueryView query={query} permission="settings.read" skeleton={<Skeleton className="m-4 h-32" />}>
        {(settings) => (
          <>
            <SettingRows>
              <InheritedSetting
                title={SETTING_TEXTS[KEY].label}
                text={`${SETTING_TEXTS[KEY].meaning} Private addresses stay closed unless the operator opened them with PAWL_ALLOWED_HOSTS.`}
                entry={settings[KEY]}
                scope={scope}
                value={<Hosts hosts={settings[KEY].value} />}
                mayManage={mayManage}
                onChange={() => setOpen({ isOpen: true, turn: open.turn + 1 })}
                onReset={() => reset(KEY)}
              >
                <Overrides entry={settings[KEY]} />
              </InheritedSetting>
            </SettingRows>
            {scope === 'project' && <Narrowed entry={settings[KEY]} />}
            <HostsDialog
              key={open.turn}
              isOpen={open.isOpen}
              hosts={settings[KEY].own === undefined ? settings[KEY].value : settings[KEY].own}
              outer={scope === 'project' ? settings[KEY].inherited.value : null}
              scope={scope}
              onSave={(hosts) => set(KEY, hosts)}
              onClose={() => setOpen({ ...open, isOpen: false })}
            />
          </>
        )}
      </QueryView>
    </Card>
  )
}

function Hosts({ hosts }: { hosts: readonly string[] | null }) {
  if (hosts === null) return <>Any public host</>
  if (hosts.length === 0) return <>No host at all</>
  return (
    <ul className="mb-1 flex flex-wrap gap-1">
      {hosts.map((host) => (
        <li key={host} className="min-w-0 max-w-full">
          <Badge isMono variant="outline" className="max-w-full truncate" title={host}>
            {host}
          </Badge>
        </li>
      ))}
    </ul>
  )
}

/** Hosts that are listed here and that the organization does not allow any more. */
function Narrowed({ entry }: { entry: Settings[typeof KEY] }) {
  const { orgName } = useProject()
  const { own, value } = entry
  const without = own?.filter((host) => !value?.includes(host)) ?? []
  if (without.length === 0) return null
  return (
    <Alert tone="warning" className="m-4 mt-0" title={`${orgName} allows less`}>
      Listed here and not in effect as written: {without.join(', ')}.
    </Alert>
  )
}
