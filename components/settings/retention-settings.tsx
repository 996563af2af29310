'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { QueryView } from '@/components/layout/view-state'
import { SettingRows } from '@/components/organizations/setting-row'
import { Card } from '@/components/ui/card'
import { lazyDialog } from '@/components/ui/lazy-dialog'
import { Skeleton } from '@/components/ui/skeleton'
import { SETTING_TEXTS } from '@/server/features/settings/rules'
import { InheritedSetting, Overrides } from './inherited-setting'
import type { RetentionDialogProps } from './retention-dialog'
import { daysInWords, effectInWords, partOf, RETENTION_KEYS, type RetentionKey } from './retention-words'
import { type SettingsScope, useSettings } from './use-settings'

const RetentionDialog = lazyDialog<RetentionDialogProps>(() =>
  import('./retention-dialog').then((module) => module.RetentionDialog),
)

const FIRST: RetentionKey = 'retention.runs'

/** How long runs, their logs and their payloads are kept, in the project or by default in all of them. */
export function RetentionSettings({ scope }: { scope: SettingsScope }) {
  const { query, mayManage, set, reset } = useSettings(scope)
  // Each turn is a fresh dialog: what was typed and not saved is forgotten.
  const [open, setOpen] = useState({ key: FIRST, isOpen: false, turn: 0 })
  return (
    <Card
      // A project's page is named for it already.
      {...(scope === 'organization' && {
        title: 'Retention',
        description: 'For every project that does not set its own.',
      })}
      isFlush
    >
      <QueryView query={query} permission="settings.read" skeleton={<Skeleton className="m-4 h-56" />}>
        {(settings) => (
          <>
            <SettingRows>
              {RETENTION_KEYS.map((key) => (
                <InheritedSetting
                  key={key}
                  title={SETTING_TEXTS[key].label}
                  text={SETTING_TEXTS[key].meaning}
                  entry={settings[key]}
                  scope={scope}
                  value={daysInWords(settings[key].value)}
                  mayManage={mayManage}
                  onChange={() => setOpen({ key, isOpen: true, turn: open.turn + 1 })}
                  onReset={() => reset(key)}
                >
                  {scope === 'project' && settings[key].value !== null && <Tonight settingKey={key} />}
                  <Overrides entry={settings[key]} />
                </InheritedSetting>
              ))}
            </SettingRows>
            <RetentionDialog
              key={open.turn}
              isOpen={open.isOpen}
              settingKey={open.key}
              value={settings[open.key].value}
              scope={scope}
              onSave={(value) => set(open.key, value)}
              onClose={() => setOpen({ ...open, isOpen: false })}
            />
          </>
        )}
      </QueryView>
    </Card>
  )
}

/** What the next night does, as it is set. */
function Tonight({ settingKey }: { settingKey: RetentionKey }) {
  const trpc = useTRPC()
  const { projectId } = useProject()
  const preview = useQuery(trpc.retention.preview.queryOptions({ projectId }, { staleTime: 60_000 })).data
  const part = partOf(settingKey)
  return (
    <p className="mt-1 text-fg-subtle text-xs" aria-live="polite">
      {preview
        ? effectInWords(part, preview[part]).replace('would be', 'will be').replace('would go', 'goes')
        : '\u00a0'}
    </p>
  )
}
