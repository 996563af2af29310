'use client'

import { ChevronsUpDown } from 'lucide-react'
import { useRef, useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { onDemand } from '@/components/ui/on-demand'
import type { ShellOrganization } from './organizations'

const panel = onDemand(() => import('./workspace-panel').then((module) => module.WorkspacePanel))

export interface WorkspaceSwitcherProps {
  organizationName: string
  projectName: string
  organizations: readonly ShellOrganization[]
}

/** Where one is: organization and project; behind it every other one, and the way to new ones. */
export function WorkspaceSwitcher({ organizationName, projectName, organizations }: WorkspaceSwitcherProps) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => setOpen(false)
  const Panel = panel.useWhen(isOpen, close)
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        onPointerEnter={panel.preload}
        onFocus={panel.preload}
        className="group flex h-9 w-full min-w-0 items-center gap-2.5 rounded-md px-1 text-left transition-colors hover:bg-hover aria-expanded:bg-active max-md:h-11"
      >
        <Avatar name={organizationName} shape="square" />
        <span className="rail:sr-only min-w-0 flex-1">
          <span className="block truncate font-semibold text-fg text-sm leading-4">{projectName}</span>
          <span className="block truncate text-2xs text-fg-subtle leading-4 group-aria-expanded:text-fg-muted">
            {organizationName}
          </span>
        </span>
        <span className="sr-only">, switch project or organization</span>
        <ChevronsUpDown aria-hidden="true" className="rail:hidden size-3.5 shrink-0 text-fg-subtle" />
      </button>
      {Panel && <Panel close={close} anchor={button} organizations={organizations} />}
    </>
  )
}
