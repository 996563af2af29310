'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { readError } from '@/components/layout/client-error'
import { toast } from '@/components/ui/toast'
import type { ProjectRole, Role } from '@/server/kernel/permissions'
import type { Member } from './member-rules'
import { aRole } from './roles'

export function useMembers() {
  const trpc = useTRPC()
  const { orgId } = useProject()
  return useQuery(trpc.members.list.queryOptions({ orgId }))
}

/** Changing what people may do. Each change tells how it went, and offers the way back where there is one. */
export function useMemberActions() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { orgId } = useProject()
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: [['members']] })
  const setRole = useMutation(trpc.members.setRole.mutationOptions({ onSuccess }))
  const setProjectRole = useMutation(trpc.members.setProjectRole.mutationOptions({ onSuccess }))
  const remove = useMutation(trpc.members.remove.mutationOptions({ onSuccess }))

  async function changeRole(member: Member, role: Role, isUndo = false): Promise<void> {
    try {
      await setRole.mutateAsync({ orgId, userId: member.userId, role })
      toast.success(`${member.name} is now ${aRole(role)}`, {
        description: 'It counts from this moment.',
        ...(!isUndo && {
          action: { label: 'Undo', onClick: () => void changeRole(member, member.role, true) },
        }),
      })
    } catch (error) {
      toast.error('The role stays as it was', { description: readError(error).message })
    }
  }

  async function changeProjectRole(member: Member, projectId: string, role: ProjectRole | null) {
    try {
      await setProjectRole.mutateAsync({ orgId, userId: member.userId, memberProjectId: projectId, role })
    } catch (error) {
      toast.error('The role stays as it was', { description: readError(error).message })
    }
  }

  return {
    changeRole,
    changeProjectRole,
    remove: (member: Member) => remove.mutateAsync({ orgId, userId: member.userId }),
    /** Who is being changed at this moment. */
    busyUserId: setRole.isPending
      ? setRole.variables.userId
      : setProjectRole.isPending
        ? setProjectRole.variables.userId
        : undefined,
  }
}

export type MemberActions = ReturnType<typeof useMemberActions>
