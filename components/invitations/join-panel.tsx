'use client'

import Link from 'next/link'
import { AuthLayout } from '@/components/layout/auth-layout'
import { signInAddress } from '@/components/sessions/same-path'
import { signOut } from '@/components/sessions/sign-out'
import { Refusal } from '@/components/shell/refusal'
import { Alert } from '@/components/ui/alert'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import type { InvitationReader, OpenInvitation } from './invitation-page'
import { InvitationSummary } from './invitation-summary'
import { NewAccountForm } from './new-account-form'
import { SignInAndJoin } from './sign-in-and-join'
import { type Joining, useJoin } from './use-join'

export interface JoinPanelProps {
  token: string
  invitation: OpenInvitation
  reader: InvitationReader | null
}

/** Joining as who is signed in, with an account that exists, or with a new one. */
export function JoinPanel({ token, invitation, reader }: JoinPanelProps) {
  const joining = useJoin(token)
  const { trouble } = joining
  return (
    <AuthLayout
      title={`Join ${invitation.organization}`}
      description={
        <>
          {invitation.invitedBy} invited <strong className="font-medium text-fg">{invitation.email}</strong>.
        </>
      }
      footer={<OtherWay token={token} invitation={invitation} reader={reader} />}
    >
      <div className="flex flex-col gap-5">
        <InvitationSummary invitation={invitation} />
        {trouble && (
          <Alert
            tone={trouble.kind === 'not-signed-in' ? 'warning' : 'danger'}
            title={trouble.kind === 'not-signed-in' ? 'You have joined' : 'That did not work'}
            actions={
              trouble.kind === 'not-signed-in' && (
                <Button asChild size="sm">
                  <Link href="/sign-in">Sign in</Link>
                </Button>
              )
            }
          >
            {trouble.kind === 'refused' ? (
              <Refusal error={trouble.error} />
            ) : (
              'Only signing in did not work. Use your e-mail and password.'
            )}
          </Alert>
        )}
        <Way invitation={invitation} reader={reader} joining={joining} />
      </div>
    </AuthLayout>
  )
}

function Way({ invitation, reader, joining }: Omit<JoinPanelProps, 'token'> & { joining: Joining }) {
  if (reader) return <JoinAsReader invitation={invitation} reader={reader} joining={joining} />
  if (invitation.hasAccount) return <SignInAndJoin email={invitation.email} joining={joining} />
  return <NewAccountForm email={invitation.email} joining={joining} />
}

interface JoinAsReaderProps {
  invitation: OpenInvitation
  reader: InvitationReader
  joining: Joining
}

function JoinAsReader({ invitation, reader, joining }: JoinAsReaderProps) {
  const isOther = reader.email !== invitation.email
  return (
    <div className="flex flex-col gap-4">
      {isOther && (
        <Alert tone="neutral">
          You are signed in with another address than the one invited. You can join with it all the same.
        </Alert>
      )}
      <div className="flex items-center gap-3 rounded-lg border px-3 py-2.5">
        <Avatar name={reader.name} />
        <span className="min-w-0">
          <span className="block truncate font-medium text-fg text-sm">{reader.name}</span>
          <span className="block truncate text-fg-muted text-xs">{reader.email}</span>
        </span>
      </div>
      <Button
        variant="primary"
        size="lg"
        className="w-full"
        isLoading={joining.isBusy}
        onClick={() => void joining.join()}
      >
        Join as {reader.name}
      </Button>
    </div>
  )
}

/** Another account than the one offered; the link is kept on the way. */
function OtherWay({ token, reader }: JoinPanelProps) {
  const here = `/invitation?token=${encodeURIComponent(token)}`
  if (reader)
    return (
      <>
        Not {reader.name}?{' '}
        <button
          type="button"
          className="font-medium text-fg underline decoration-line-strong underline-offset-4 hover:decoration-current"
          onClick={() => void signOut(here)}
        >
          Use another account
        </button>
      </>
    )
  return (
    <>
      Joining with an account under another address?{' '}
      <Link
        href={signInAddress(here)}
        className="font-medium text-fg underline decoration-line-strong underline-offset-4 hover:decoration-current"
      >
        Sign in first
      </Link>
    </>
  )
}
