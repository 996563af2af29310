'use client'

import { LogOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu'

export interface ShellUser {
  name: string
  email: string
}

export interface AccountMenuProps {
  trigger: ReactNode
  align: 'start' | 'end'
  user: ShellUser
  items?: readonly { label: string; href: string }[] | undefined
  onSignOut: () => void
}

/** Who is signed in, the pages about oneself, and the way out. */
export function AccountMenu({ trigger, align, user, items = [], onSignOut }: AccountMenuProps) {
  return (
    <Menu trigger={trigger} align={align} className="w-60">
      <div className="px-2 py-1.5">
        <p className="truncate font-medium text-sm">{user.name}</p>
        <p className="truncate text-fg-subtle text-xs">{user.email}</p>
      </div>
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
