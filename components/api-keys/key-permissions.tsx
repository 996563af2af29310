'use client'

import { Popover } from '@/components/ui/popover'
import type { ApiKeySummary } from '@/server/features/api-keys/schema'
import { isPermission } from '@/server/kernel/permissions'
import { permissionGroups, verbOf } from './new-key'

/** What a key may do and where, in two words; all of it on a press. */
export function KeyPermissions({ apiKey }: { apiKey: ApiKeySummary }) {
  const { name, permissions, projects } = apiKey
  const groups = permissionGroups(permissions.filter(isPermission))
  const count = permissions.length === 1 ? '1 permission' : `${permissions.length} permissions`
  return (
    <Popover
      label={`What ${name} may do`}
      align="start"
      trigger={
        <button
          type="button"
          className="flex max-w-full flex-col rounded-md text-left hover:text-accent-text"
          aria-label={`What ${name} may do`}
        >
          <span className="underline decoration-line-strong decoration-dotted underline-offset-4">
            {count}
          </span>
          <span className="max-w-full truncate text-fg-subtle text-xs">{placeOf(projects)}</span>
        </button>
      }
    >
      <div className="flex max-h-80 w-72 flex-col gap-3 overflow-y-auto text-sm">
        <dl className="grid grid-cols-[7rem_1fr] gap-x-3 gap-y-1.5">
          {groups.map((group) => (
            <div key={group.label} className="contents">
              <dt className="text-fg-muted">{group.label}</dt>
              <dd className="text-fg">{group.permissions.map(verbOf).join(', ')}</dd>
            </div>
          ))}
          <dt className="text-fg-muted">Where</dt>
          <dd className="text-fg">
            {projects === null
              ? 'Every project you may open'
              : projects.map((project) => project.name).join(', ')}
          </dd>
        </dl>
      </div>
    </Popover>
  )
}

function placeOf(projects: ApiKeySummary['projects']): string {
  if (projects === null) return 'All projects'
  if (projects.length === 0) return 'No project any more'
  return projects.length === 1 ? (projects[0]?.name ?? '') : `${projects.length} projects`
}
