'use client'

import { useQuery } from '@tanstack/react-query'
import { type Outputs, useTRPC } from '@/components/data/trpc'
import { AuthLayout } from '@/components/layout/auth-layout'
import { FailedView } from '@/components/layout/view-state'
import { Skeleton } from '@/components/ui/skeleton'
import { INVITATION_TOKEN_MAX_LENGTH } from '@/server/features/invitations/rules'
import { JoinPanel } from './join-panel'
import { NoLongerOpen } from './no-longer-open'

export type InvitationCheck = Outputs['invitations']['check']
export type OpenInvitation = Extract<InvitationCheck, { state: 'open' }>

export interface InvitationReader {
  name: string
  email: string
}

export interface InvitationPageProps {
  token: string
  /** Who is signed in. */
  reader: InvitationReader | null
}

/** What an invitation link opens: joining while it works, else what to do. */
export function InvitationPage({ token, reader }: InvitationPageProps) {
  const trpc = useTRPC()
  const isWhole = token !== '' && token.length <= INVITATION_TOKEN_MAX_LENGTH
  const query = useQuery(
    trpc.invitations.check.queryOptions(
      { token },
      // Asked once: the answer must not change under somebody who is filling in the form.
      { enabled: isWhole, staleTime: Number.POSITIVE_INFINITY, gcTime: 0 },
    ),
  )
  const { data, error } = query
  if (data?.state === 'open') return <JoinPanel token={token} invitation={data} reader={reader} />
  if (data || !isWhole) return <NoLongerOpen state={data?.state ?? 'invalid'} isSignedIn={reader !== null} />
  return (
    <AuthLayout title="Invitation" description="One moment, the link is being checked.">
      {error ? (
        <FailedView error={error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      ) : (
        <PanelSkeleton />
      )}
    </AuthLayout>
  )
}

function PanelSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <output className="sr-only">Loading</output>
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-10 w-full" />
      <Skeleton className="h-10 w-full" />
    </div>
  )
}
