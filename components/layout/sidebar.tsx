'use client'

import { ChevronsUpDown, PanelLeft } from 'lucide-react'
import { Avatar } from '../ui/avatar'
import { IconButton } from '../ui/icon-button'
import { AccountMenu, type ShellUser } from './account-menu'
import { PawlMark } from './logo'
import { Navigation } from './navigation'
import type { ShellItem, ShellSection, ShellWorkspace } from './shell-navigation'

export interface SidebarProps {
  organization: { name: string }
  project: { name: string }
  user: ShellUser
  navigation: readonly ShellSection[]
  workspaces?: readonly ShellWorkspace[]
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
      <div className="flex h-(--topbar-height) shrink-0 items-center px-2">
        <WorkspaceButton {...props} />
      </div>
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

/** Project and organization; behind it the other projects and the account. */
export function WorkspaceButton(props: SidebarProps) {
  return (
    <AccountMenu
      align="start"
      user={props.user}
      workspaces={props.workspaces}
      items={props.accountItems}
      onSignOut={props.onSignOut}
      trigger={
        <button
          type="button"
          className="flex h-9 w-full min-w-0 items-center gap-2.5 rounded-md px-1 text-left transition-colors hover:bg-hover data-[state=open]:bg-active"
        >
          <Avatar name={props.organization.name} shape="square" />
          <span className="rail:sr-only min-w-0 flex-1">
            <span className="block truncate font-semibold text-fg text-sm leading-4">
              {props.project.name}
            </span>
            <span className="block truncate text-2xs text-fg-subtle leading-4">
              {props.organization.name}
            </span>
          </span>
          <ChevronsUpDown aria-hidden="true" className="rail:hidden size-3.5 shrink-0 text-fg-subtle" />
        </button>
      }
    />
  )
}
