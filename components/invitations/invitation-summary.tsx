'use client'

import { ROLE_TEXT } from '@/components/members/roles'
import { Avatar } from '@/components/ui/avatar'
import { useDateFormat } from '@/components/ui/date-preferences'
import type { OpenInvitation } from './invitation-page'

/** What one is asked to join, as what, and until when. */
export function InvitationSummary({ invitation }: { invitation: OpenInvitation }) {
  const format = useDateFormat()
  const { organization, role, projects, expiresAt } = invitation
  return (
    <div className="flex gap-3 rounded-lg bg-sunken px-3.5 py-3">
      <Avatar name={organization} shape="square" size="lg" />
      <div className="min-w-0 flex-1 text-sm">
        <p className="truncate font-medium text-fg">
          {organization} <span className="font-normal text-fg-muted">as {ROLE_TEXT[role].label}</span>
        </p>
        <p className="text-pretty text-fg-muted text-xs">{ROLE_TEXT[role].about}</p>
        {projects.length > 0 && (
          <p className="mt-1 text-fg-muted text-xs">
            Projects: <span className="text-fg">{projects.join(', ')}</span>
          </p>
        )}
        <p className="mt-1 text-fg-subtle text-xs">Open until {format.day(expiresAt)}.</p>
      </div>
    </div>
  )
}
