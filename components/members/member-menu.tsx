'use client'

import { Ellipsis, ScrollText, UserMinus } from 'lucide-react'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu'
import type { Member } from './member-rules'

export interface MemberMenuProps {
  member: Member
  removeClosedBecause: string | undefined
  /** Where what they did is told; left out for who may not read it. */
  auditHref: string | undefined
  onRemove: () => void
}

export function MemberMenu({ member, removeClosedBecause, auditHref, onRemove }: MemberMenuProps) {
  return (
    <Menu
      trigger={
        <IconButton label={`More for ${member.name}`} size="sm" className="relative z-[1]">
          <Ellipsis />
        </IconButton>
      }
    >
      {auditHref && (
        <>
          <MenuItem icon={<ScrollText />} href={auditHref}>
            What {member.isMe ? 'you' : 'they'} did
          </MenuItem>
          <MenuSeparator />
        </>
      )}
      <MenuItem
        icon={<UserMinus />}
        isDangerous
        isDisabled={removeClosedBecause !== undefined}
        hint={removeClosedBecause}
        onSelect={onRemove}
      >
        Remove from organization…
      </MenuItem>
    </Menu>
  )
}
