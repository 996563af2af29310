'use client'

import { Lock } from 'lucide-react'
import { Select } from '@/components/ui/select'
import { Spinner } from '@/components/ui/spinner'
import { Tooltip } from '@/components/ui/tooltip'
import type { Role } from '@/server/kernel/permissions'
import { isRole } from '@/server/kernel/permissions'
import type { Member } from './member-rules'
import { ROLE_TEXT, roleLabel, roleOptions } from './roles'

export interface RoleCellProps {
  member: Member
  grantable: readonly Role[]
  /** Why it cannot be changed; left out where it can. */
  closedBecause: string | undefined
  isBusy: boolean
  onChange: (role: Role) => void
}

/** A member's role in the organization: a choice, or the word with the reason why it is none. */
export function RoleCell({ member, grantable, closedBecause, isBusy, onChange }: RoleCellProps) {
  if (closedBecause)
    return (
      <Tooltip
        content={
          <>
            {ROLE_TEXT[member.role].about} <span className="block opacity-80">{closedBecause}</span>
          </>
        }
      >
        <button
          type="button"
          aria-label={`Role of ${member.name}: ${roleLabel(member.role)}. ${closedBecause}`}
          className="-ml-2 inline-flex h-7 cursor-default items-center gap-1.5 rounded-md px-2 text-fg text-sm max-md:ml-0"
        >
          {roleLabel(member.role)}
          <Lock aria-hidden="true" className="size-3 text-fg-subtle" />
        </button>
      </Tooltip>
    )
  return (
    <span className="inline-flex items-center gap-2">
      <Select
        size="sm"
        className="-ml-2 w-28 border-transparent bg-transparent text-sm shadow-none hover:border-line-strong hover:bg-surface data-[state=open]:border-accent data-[state=open]:bg-surface max-md:ml-0 max-md:h-9 max-md:border-line-strong"
        aria-label={`Role of ${member.name}`}
        value={member.role}
        isDisabled={isBusy}
        options={roleOptions(grantable)}
        onValueChange={(value) => {
          if (isRole(value) && value !== member.role) onChange(value)
        }}
      />
      {isBusy && <Spinner label="Saving" />}
    </span>
  )
}
