'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Monitor, Smartphone, Terminal } from 'lucide-react'
import { type Outputs, useTRPC } from '@/components/data/trpc'
import { readError } from '@/components/layout/client-error'
import { QueryView } from '@/components/layout/view-state'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'

type Session = Outputs['sessions']['list']['sessions'][number]

/** Every browser that is signed in as the reader, and ending those that should not be. */
export function SessionsCard() {
  const trpc = useTRPC()
  const query = useQuery(trpc.sessions.list.queryOptions({}))
  const actions = useSessionActions()
  const otherCount = query.data?.sessions.filter((session) => !session.isCurrent).length ?? 0
  return (
    <Card
      isFlush
      title="Sessions"
      actions={
        otherCount > 0 && (
          <ConfirmDialog
            trigger={<Button size="sm">Sign out all others</Button>}
            title={
              otherCount === 1 ? 'Sign out the other session?' : `Sign out ${otherCount} other sessions?`
            }
            description="They must sign in again. This one stays."
            confirmLabel="Sign out all others"
            cancelLabel="Keep them"
            onConfirm={actions.revokeOthers}
          />
        )
      }
    >
      <QueryView query={query} isEmpty={() => false} skeleton={<SessionsSkeleton />}>
        {({ sessions }) => (
          <ul className="divide-y">
            {sessions.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                isBusy={actions.revokingId === session.id}
                onRevoke={() => void actions.revoke(session)}
              />
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  )
}

function useSessionActions() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: [['sessions']] })
  const revoke = useMutation(trpc.sessions.revoke.mutationOptions({ onSuccess }))
  const revokeOthers = useMutation(trpc.sessions.revokeOthers.mutationOptions({ onSuccess }))
  return {
    revokingId: revoke.isPending ? revoke.variables.sessionId : undefined,
    async revoke({ id, device }: Session) {
      try {
        await revoke.mutateAsync({ sessionId: id })
        toast.success(`Signed out ${device}`)
      } catch (error) {
        toast.error('It was not signed out', { description: readError(error).message })
      }
    },
    async revokeOthers() {
      await revokeOthers.mutateAsync({})
      toast.success('Every other session is signed out')
    },
  }
}

interface SessionRowProps {
  session: Session
  isBusy: boolean
  onRevoke: () => void
}

function SessionRow({ session, isBusy, onRevoke }: SessionRowProps) {
  const Icon = iconOf(session.userAgent ?? '')
  return (
    <li className="flex items-center gap-3.5 px-4 py-3">
      <span className="grid size-9 shrink-0 place-items-center rounded-lg border bg-sunken text-fg-muted">
        <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </span>
      <div className="min-w-0 flex-1 text-sm">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="truncate font-medium text-fg" title={session.userAgent ?? undefined}>
            {session.device}
          </span>
          {session.isCurrent && <Badge tone="success">This session</Badge>}
        </p>
        <p className="text-fg-muted text-xs">
          {session.ip ?? 'Address unknown'}
          <span aria-hidden="true"> · </span>
          {session.isCurrent ? (
            'active now'
          ) : (
            <>
              seen <RelativeTime at={session.lastSeenAt} />
            </>
          )}
          <span aria-hidden="true"> · </span>
          signed in <RelativeTime at={session.createdAt} />
        </p>
      </div>
      {!session.isCurrent && (
        <Button size="sm" isLoading={isBusy} aria-label={`Sign out ${session.device}`} onClick={onRevoke}>
          Sign out
        </Button>
      )}
    </li>
  )
}

function iconOf(userAgent: string) {
  if (/mobile|android|iphone|ipad/i.test(userAgent)) return Smartphone
  return /mozilla/i.test(userAgent) ? Monitor : Terminal
}

function SessionsSkeleton() {
  return (
    <div className="divide-y">
      {[1, 2].map((row) => (
        <div key={row} className="flex items-center gap-3.5 px-4 py-3">
          <Skeleton className="size-9" />
          <div className="flex flex-1 flex-col gap-1.5">
            <Skeleton className="h-4 w-40" />
            <Skeleton className="h-3 w-64 max-w-full" />
          </div>
        </div>
      ))}
    </div>
  )
}
