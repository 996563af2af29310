'use client'

import { useQuery } from '@tanstack/react-query'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'

/** The name of who did something, as the log has them by id. */
export function usePersonName(userId: string | null | undefined): string {
  const trpc = useTRPC()
  const { orgId, user } = useProject()
  const isOther = Boolean(userId) && userId !== user.id
  const query = useQuery(trpc.members.list.queryOptions({ orgId }, { enabled: isOther, retry: false }))
  if (!userId) return 'the engine'
  if (!isOther) return 'you'
  if (query.data) return query.data.members.find((one) => one.userId === userId)?.name ?? 'a former member'
  return 'somebody'
}
