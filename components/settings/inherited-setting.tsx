'use client'

import type { ReactNode } from 'react'
import { useProject } from '@/components/data/project'
import { readError } from '@/components/layout/client-error'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { toast } from '@/components/ui/toast'
import type { Settings } from '@/server/features/settings/schema'
import type { SettingsScope } from './use-settings'

type Entry = Settings[keyof Settings]

export interface InheritedSettingProps {
  title: string
  /** What it does, in plain words. */
  text: ReactNode
  entry: Entry
  scope: SettingsScope
  /** What holds, as people read it. */
  value: ReactNode
  mayManage: boolean
  /** Opens what changes it; absent where `value` itself is the way. */
  onChange?: () => void
  onReset: () => Promise<unknown>
  children?: ReactNode
}

/** One setting: what holds, where it comes from, and the ways to change it or to take it back. */
export function InheritedSetting(props: InheritedSettingProps) {
  const { title, text, entry, scope, value, mayManage } = props
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-4 py-3.5">
      <div className="min-w-0 max-w-[60ch] flex-1 basis-72">
        <h2 className="font-medium text-fg text-sm">{title}</h2>
        <p className="text-pretty text-fg-muted text-sm">{text}</p>
        {props.children}
      </div>
      <div className="flex min-w-0 flex-1 basis-60 items-start justify-between gap-3 sm:max-w-80">
        <div className="min-w-0">
          <div className="font-medium text-fg text-sm">{value}</div>
          <p className="text-fg-subtle text-xs">
            <Source entry={entry} scope={scope} />
            {mayManage && entry.source === scope && <Reset title={title} onReset={props.onReset} />}
          </p>
        </div>
        {mayManage && props.onChange && (
          <Button size="sm" onClick={props.onChange} aria-label={`Change ${title.toLowerCase()}`}>
            Change
          </Button>
        )}
      </div>
    </li>
  )
}

function Source({ entry, scope }: { entry: Entry; scope: SettingsScope }) {
  const { orgName } = useProject()
  if (entry.source === 'instance') return <>Pawl’s default</>
  if (entry.source !== scope) return <>Inherited from {orgName}</>
  return (
    <>
      Set here
      {entry.updatedAt && (
        <>
          {' '}
          <RelativeTime at={entry.updatedAt} />
        </>
      )}
      {entry.updatedBy && <> by {entry.updatedBy}</>}
    </>
  )
}

function Reset({ title, onReset }: { title: string; onReset: () => Promise<unknown> }) {
  async function reset() {
    try {
      await onReset()
      toast.success(`${title}: inherited again`)
    } catch (error) {
      toast.error('It was not reset', { description: readError(error).message })
    }
  }
  return (
    <>
      {' · '}
      <button
        type="button"
        aria-label={`Reset ${title.toLowerCase()}`}
        onClick={() => void reset()}
        className="rounded-sm text-accent-text hover:underline"
      >
        Reset
      </button>
    </>
  )
}

/** Which projects do not follow what is set here. */
export function Overrides({ entry }: { entry: Entry }) {
  if (entry.ownIn.length === 0) return null
  const shown = entry.ownIn.slice(0, 3).join(', ')
  const more = entry.ownIn.length > 3 ? ` and ${entry.ownIn.length - 3} more` : ''
  return (
    <p className="mt-1 text-fg-subtle text-xs">
      {shown}
      {more} {entry.ownIn.length === 1 ? 'sets its' : 'set their'} own.
    </p>
  )
}
