'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useProject } from '@/components/data/project'
import { type Outputs, useTRPC } from '@/components/data/trpc'

export type Invitation = Outputs['invitations']['list']['invitations'][number]

export function useInvitations(isEnabled = true) {
  const trpc = useTRPC()
  const { orgId } = useProject()
  return useQuery(trpc.invitations.list.queryOptions({ orgId }, { enabled: isEnabled }))
}

/** How many invitations nobody has answered yet; `undefined` until known. */
export function useOpenInvitationCount(isEnabled: boolean): number | undefined {
  return useInvitations(isEnabled).data?.invitations.filter(({ state }) => state === 'open').length
}

export function useInvitationActions() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { orgId } = useProject()
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: [['invitations']] })
  const renew = useMutation(trpc.invitations.renew.mutationOptions({ onSuccess }))
  const revoke = useMutation(trpc.invitations.revoke.mutationOptions({ onSuccess }))
  return {
    renew: (invitationId: string) => renew.mutateAsync({ orgId, invitationId }),
    revoke: (invitationId: string) => revoke.mutateAsync({ orgId, invitationId }),
    /** The invitation whose new link is being made. */
    renewingId: renew.isPending ? renew.variables.invitationId : undefined,
  }
}
