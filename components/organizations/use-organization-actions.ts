'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTRPC } from '@/components/data/trpc'

/** What can be done to an organization as a whole. */
export function useOrganizationActions(orgId: string) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const rename = useMutation(trpc.organizations.rename.mutationOptions())
  const transfer = useMutation(trpc.organizations.transfer.mutationOptions())
  const leave = useMutation(trpc.organizations.leave.mutationOptions())
  const remove = useMutation(trpc.organizations.delete.mutationOptions())
  const restore = useMutation(trpc.organizations.restore.mutationOptions())

  /** The frame around the page is made on the server from what has changed now. */
  async function showAnew() {
    await queryClient.invalidateQueries()
    router.refresh()
  }

  return {
    rename: (name: string) => rename.mutateAsync({ orgId, name }).then(showAnew),
    transfer: (userId: string) => transfer.mutateAsync({ orgId, userId }).then(showAnew),
    /** A whole new page afterwards: nothing that was read here stays in this tab. */
    leave: () => leave.mutateAsync({ orgId }).then(() => window.location.assign('/')),
    remove: (confirmation: string) => remove.mutateAsync({ orgId, confirmation }).then(showAnew),
    restore: () => restore.mutateAsync({ orgId }).then(showAnew),
  }
}
