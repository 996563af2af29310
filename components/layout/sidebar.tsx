'use client'

import { PanelLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../ui/icon-button'
import type { ShellUser } from './account-menu'
import { PawlMark } from './logo'
import { Navigation } from './navigation'
import type { ShellItem, ShellSection } from './shell-navigation'

export interface SidebarProps {
  user: ShellUser
  navigation: readonly ShellSection[]
  /** Names project and organization, and leads to others. */
  switcher: ReactNode
  accountItems?: readonly { label: string; href: string }[]
  onSignOut: () => void
}

interface DesktopProps extends SidebarProps {
  active: ShellItem | undefined
  isRail: boolean
  onToggle: () => void
}

/** The fixed sidebar of wide screens: 232 px, or a rail of icons. */
export function Sidebar(props: DesktopProps) {
  return (
    <aside
      aria-label="Sidebar"
      className="sticky top-0 flex h-dvh rail:w-[52px] w-[232px] shrink-0 flex-col border-r bg-chrome transition-[width] duration-150 ease-out max-md:hidden"
    >
      <div className="flex h-(--topbar-height) shrink-0 items-center px-2">{props.switcher}</div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 py-3">
        <Navigation sections={props.navigation} active={props.active} isRail={props.isRail} />
      </div>
      <div className="flex rail:flex-col-reverse items-center justify-between px-2 pb-2">
        <span className="flex rail:hidden items-center gap-1.5 px-2 text-fg-subtle text-xs">
          <PawlMark className="size-4" /> Pawl
        </span>
        <IconButton
          label={props.isRail ? 'Expand sidebar' : 'Collapse sidebar'}
          shortcut="["
          tooltipSide="right"
          aria-expanded={!props.isRail}
          onClick={props.onToggle}
        >
          <PanelLeft />
        </IconButton>
      </div>
    </aside>
  )
}
