'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { readError } from '@/components/layout/client-error'
import type { ProjectRole, Role } from '@/server/kernel/permissions'

export interface InviteValues {
  emails: readonly string[]
  role: Role
  projectRoles: readonly { projectId: string; role: ProjectRole }[]
}

/** What came of one address. */
export type InviteResult =
  | { kind: 'invited'; email: string; link: string; expiresAt: string; isMailed: boolean }
  | { kind: 'refused'; email: string; message: string }

/** Invites one address after the other; a refused one does not stop the others. */
export function useInvite() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { orgId } = useProject()
  const create = useMutation(trpc.invitations.create.mutationOptions())
  const [progress, setProgress] = useState<{ done: number; total: number }>()

  async function invite({ emails, role, projectRoles }: InviteValues): Promise<InviteResult[]> {
    const results: InviteResult[] = []
    setProgress({ done: 0, total: emails.length })
    for (const email of emails) {
      try {
        const made = await create.mutateAsync({ orgId, email, role, projectRoles: [...projectRoles] })
        results.push({ kind: 'invited', email, ...made })
      } catch (error) {
        results.push({ kind: 'refused', email, message: readError(error).message })
      }
      setProgress({ done: results.length, total: emails.length })
    }
    setProgress(undefined)
    await queryClient.invalidateQueries({ queryKey: [['invitations']] })
    return results
  }

  return { invite, progress }
}
