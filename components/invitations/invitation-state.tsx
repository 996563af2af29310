'use client'

import { Ban, Check, Clock, MailCheck, MailX, TimerOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import type { Tone } from '@/components/ui/tone'
import { Tooltip } from '@/components/ui/tooltip'
import type { Invitation } from './use-invitations'

const STATES: Record<Invitation['state'], { label: string; tone: Tone; icon: ReactNode }> = {
  open: { label: 'Open', tone: 'info', icon: <Clock /> },
  accepted: { label: 'Accepted', tone: 'success', icon: <Check /> },
  expired: { label: 'Expired', tone: 'warning', icon: <TimerOff /> },
  revoked: { label: 'Revoked', tone: 'neutral', icon: <Ban /> },
}

/** Whether it still waits, for how long, and whether the mail went out. */
export function InvitationState({ invitation }: { invitation: Invitation }) {
  const { label, tone, icon } = STATES[invitation.state]
  const isTimed = invitation.state === 'open' || invitation.state === 'expired'
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <Badge tone={tone} icon={icon}>
        {label}
      </Badge>
      {isTimed && (
        <span className="text-fg-muted text-xs">
          {invitation.state === 'open' ? 'ends ' : ''}
          <RelativeTime at={invitation.expiresAt} />
        </span>
      )}
      {invitation.state === 'open' && <MailMark invitation={invitation} />}
    </span>
  )
}

function MailMark({ invitation }: { invitation: Invitation }) {
  const { mailError, mailedAt } = invitation
  if (!mailError && !mailedAt) return null
  const text = mailError ? `The mail did not go out: ${mailError}` : 'Sent by mail'
  const Icon = mailError ? MailX : MailCheck
  return (
    <Tooltip content={text}>
      <button
        type="button"
        aria-label={text}
        className="grid size-5 cursor-default place-items-center rounded-sm"
      >
        <Icon
          aria-hidden="true"
          className={mailError ? 'size-3.5 text-danger-text' : 'size-3.5 text-success-text'}
        />
      </button>
    </Tooltip>
  )
}
