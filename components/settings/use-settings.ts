'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { useOrganization } from '@/components/organizations/use-organization'
import type { SettingKey } from '@/server/features/settings/schema'

export type SettingsScope = 'project' | 'organization'

/** The settings of the project, or of its organization, and the ways to change them. */
export function useSettings(scope: SettingsScope) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { orgId, projectId, can } = useProject()
  const organization = useOrganization()
  const refresh = () => {
    for (const noun of ['settings', 'retention']) void queryClient.invalidateQueries({ queryKey: [[noun]] })
  }
  const isOfProject = scope === 'project'
  const ofProject = useQuery({ ...trpc.settings.get.queryOptions({ projectId }), enabled: isOfProject })
  const ofOrganization = useQuery({
    ...trpc.settings.getOrganization.queryOptions({ orgId }),
    enabled: !isOfProject,
  })
  const setHere = useMutation(trpc.settings.set.mutationOptions({ onSuccess: refresh }))
  const resetHere = useMutation(trpc.settings.reset.mutationOptions({ onSuccess: refresh }))
  const setAbove = useMutation(trpc.settings.setOrganization.mutationOptions({ onSuccess: refresh }))
  const resetAbove = useMutation(trpc.settings.resetOrganization.mutationOptions({ onSuccess: refresh }))
  return {
    query: isOfProject ? ofProject : ofOrganization,
    mayManage: isOfProject ? can('settings.manage') : organization.can('settings.manage'),
    set: (key: SettingKey, value: number | boolean | string[] | null) =>
      isOfProject
        ? setHere.mutateAsync({ projectId, key, value })
        : setAbove.mutateAsync({ orgId, key, value }),
    reset: (key: SettingKey) =>
      isOfProject ? resetHere.mutateAsync({ projectId, key }) : resetAbove.mutateAsync({ orgId, key }),
    isSaving: setHere.isPending || setAbove.isPending,
  }
}
