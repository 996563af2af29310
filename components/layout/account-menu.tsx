'use client'

import { LogOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu'
import type { ShellWorkspace } from './shell-navigation'

export interface ShellUser {
  name: string
  email: string
}

export interface AccountMenuProps {
  trigger: ReactNode
  align: 'start' | 'end'
  user: ShellUser
  workspaces?: readonly ShellWorkspace[] | undefined
  items?: readonly { label: string; href: string }[] | undefined
  onSignOut: () => void
}

/** Who is signed in, other projects, and the way out. */
export function AccountMenu({
  trigger,
  align,
  user,
  workspaces = [],
  items = [],
  onSignOut,
}: AccountMenuProps) {
  return (
    <Menu trigger={trigger} align={align} className="w-60">
      <div className="px-2 py-1.5">
        <p className="truncate font-medium text-sm">{user.name}</p>
        <p className="truncate text-fg-subtle text-xs">{user.email}</p>
      </div>
      {workspaces.length > 1 && (
        <>
          <MenuSeparator />
          <MenuLabel>Projects</MenuLabel>
          {workspaces.map((one) => (
            <MenuItem key={one.id} href={one.href} isChecked={one.isCurrent} hint={one.hint}>
              {one.name}
            </MenuItem>
          ))}
        </>
      )}
      {items.length > 0 && <MenuSeparator />}
      {items.map((item) => (
        <MenuItem key={item.href} href={item.href}>
          {item.label}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon={<LogOut />} onSelect={onSignOut}>
        Sign out
      </MenuItem>
    </Menu>
  )
}
