'use client'

import { useQuery } from '@tanstack/react-query'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import type { Permission } from '@/server/kernel/permissions'

/**
 * The organization around this page and what its reader may do in all of it. A role in one project does not
 * count here; `undefined` until it is known.
 */
export function useOrganization() {
  const trpc = useTRPC()
  const { orgId, orgName } = useProject()
  const query = useQuery(trpc.sessions.whoami.queryOptions({}, { staleTime: 60_000 }))
  const organization = query.data?.organizations.find((one) => one.id === orgId)
  return {
    query,
    orgId,
    orgName: organization?.name ?? orgName,
    organization,
    organizations: query.data?.organizations ?? [],
    can: (permission: Permission) => organization?.permissions.includes(permission) ?? false,
  }
}
