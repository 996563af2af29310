'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTRPC } from '@/components/data/trpc'

export interface ProfileChanges {
  name?: string
  timeZone?: string | null
  locale?: string | null
}

/** Changes what is known of the reader; every open page of this tab follows. */
export function useProfile() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const update = useMutation(trpc.profile.update.mutationOptions())
  return {
    isBusy: update.isPending,
    async save(changes: ProfileChanges): Promise<void> {
      await update.mutateAsync(changes)
      await queryClient.invalidateQueries()
      router.refresh()
    },
  }
}
