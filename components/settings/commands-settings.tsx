'use client'

import { useState } from 'react'
import { useProject } from '@/components/data/project'
import { readError } from '@/components/layout/client-error'
import { QueryView } from '@/components/layout/view-state'
import { SettingRows } from '@/components/organizations/setting-row'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { Switch } from '@/components/ui/switch'
import { toast } from '@/components/ui/toast'
import { SETTING_TEXTS } from '@/server/features/settings/rules'
import type { Settings } from '@/server/features/settings/schema'
import { InheritedSetting, Overrides } from './inherited-setting'
import { type SettingsScope, useSettings } from './use-settings'

const KEY = 'shell.enabled'

/** Whether commands may run in the project, or by default in all projects, and what that means. */
export function CommandsSettings({ scope }: { scope: SettingsScope }) {
  const { query, mayManage, set, reset } = useSettings(scope)
  return (
    <Card
      // A project's page is named for it already.
      {...(scope === 'organization' && {
        title: 'Commands',
        description:
          'Where nothing is set, each project decides. Turned off here, no project can turn them on.',
      })}
      isFlush
    >
      <QueryView query={query} permission="settings.read" skeleton={<Skeleton className="m-4 h-32" />}>
        {(settings) => (
          <>
            <Obstacle entry={settings[KEY]} scope={scope} />
            <SettingRows>
              <InheritedSetting
                title="Shell steps"
                text={`${SETTING_TEXTS[KEY].meaning} Commands have the rights of the user that runs them: they can read what it can read there, and reach the network without the list of allowed hosts. Turn them on where you trust everybody who edits workflows.`}
                entry={settings[KEY]}
                scope={scope}
                value={
                  <CommandsSwitch
                    isOn={settings[KEY].value}
                    isLocked={!mayManage || isClosedAbove(settings[KEY], scope)}
                    onSet={(isOn) => set(KEY, isOn)}
                  />
                }
                mayManage={mayManage}
                onReset={() => reset(KEY)}
              >
                <Overrides entry={settings[KEY]} />
              </InheritedSetting>
            </SettingRows>
          </>
        )}
      </QueryView>
    </Card>
  )
}

interface CommandsSwitchProps {
  isOn: boolean
  isLocked: boolean
  onSet: (isOn: boolean) => Promise<unknown>
}

function CommandsSwitch({ isOn, isLocked, onSet }: CommandsSwitchProps) {
  // Shown at once, until the answer says what holds.
  const [wanted, setWanted] = useState<boolean>()

  async function change(next: boolean) {
    setWanted(next)
    try {
      await onSet(next)
      toast.success(next ? 'Commands are on' : 'Commands are off')
    } catch (error) {
      toast.error('It was not changed', { description: readError(error).message })
    } finally {
      setWanted(undefined)
    }
  }

  const checked = wanted ?? isOn
  return (
    <div className="flex items-center gap-2">
      <Switch
        aria-label="Allow commands"
        checked={checked}
        disabled={isLocked || wanted !== undefined}
        onCheckedChange={(next) => void change(next)}
      />
      {checked ? 'On' : 'Off'}
    </div>
  )
}

/** Why the switch alone does not make commands run, and who can change that. */
function Obstacle({ entry, scope }: { entry: Settings[typeof KEY]; scope: SettingsScope }) {
  const { orgName } = useProject()
  if (!entry.isAvailable)
    return (
      <Alert tone="neutral" className="m-4 mb-0" title="Commands are off on this instance">
        Whatever is set here, shell steps fail with <code>shell_disabled</code>. Who operates Pawl can allow
        commands: set <code>PAWL_SHELL=on</code> and restart.
      </Alert>
    )
  if (isClosedAbove(entry, scope))
    return (
      <Alert tone="neutral" className="m-4 mb-0" title={`${orgName} has turned commands off`}>
        No project can turn them on. Who manages the organization’s settings can change that under Defaults.
      </Alert>
    )
  return null
}

function isClosedAbove({ inherited }: Settings[typeof KEY], scope: SettingsScope): boolean {
  return scope === 'project' && inherited.source === 'organization' && !inherited.value
}
