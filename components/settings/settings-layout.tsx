'use client'

import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { useProject } from '@/components/data/project'
import { useBreadcrumbs } from '@/components/layout/breadcrumbs'
import { Page } from '@/components/layout/page'
import { useOrganization } from '@/components/organizations/use-organization'
import { cn } from '@/components/ui/cn'
import { Select } from '@/components/ui/select'
import { SETTINGS_SECTIONS, type SettingsSection } from './settings-sections'

interface Group {
  of: SettingsSection['of']
  name: string
  sections: readonly SettingsSection[]
}

/** The pages of the settings, beside their names; each brings its own header. */
export function SettingsLayout({ children }: { children: ReactNode }) {
  const { base } = useProject()
  const groups = useGroups()
  const current = usePathname().split('/').at(-1)
  const section = groups.flatMap(({ sections }) => sections).find(({ id }) => id === current)
  useBreadcrumbs(section ? [{ label: section.id === 'organization' ? 'Organization' : section.label }] : [])
  return (
    <Page>
      <div className="grid gap-x-10 gap-y-4 md:grid-cols-[11rem_minmax(0,1fr)]">
        <nav
          aria-label="Settings"
          className="max-md:hidden md:sticky md:top-[calc(var(--topbar-height)+1.25rem)] md:self-start"
        >
          {groups.map((group) => (
            <div key={group.of} className="mb-5">
              <h2 className="mb-1 truncate px-2.5 font-medium text-2xs text-fg-subtle" title={group.name}>
                {group.name}
              </h2>
              <ul className="flex flex-col gap-px">
                {group.sections.map(({ id, label }) => (
                  <li key={id}>
                    <Link
                      href={`${base}/settings/${id}`}
                      aria-current={id === current ? 'page' : undefined}
                      className={cn(
                        'flex h-8 items-center rounded-md px-2.5 font-medium text-sm',
                        id === current ? 'bg-active text-fg' : 'text-fg-muted hover:bg-hover hover:text-fg',
                      )}
                    >
                      {label}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        <SectionSelect groups={groups} current={current} />
        <div className="min-w-0">{children}</div>
      </div>
    </Page>
  )
}

/** The same choice on a phone. */
function SectionSelect({ groups, current }: { groups: readonly Group[]; current: string | undefined }) {
  const router = useRouter()
  const { base } = useProject()
  return (
    <Select
      aria-label="Section of the settings"
      className="md:hidden"
      value={current}
      onValueChange={(id) => router.push(`${base}/settings/${id}`)}
      options={groups.flatMap(({ name, sections }) =>
        sections.map(({ id, label }) => ({ value: id, label: `${name} · ${label}` })),
      )}
    />
  )
}

/** What this person may open: of the project by their role in it, of the organization by the one there. */
function useGroups(): Group[] {
  const { projectName, can } = useProject()
  const organization = useOrganization()
  const of = (scope: Group['of'], holds: (permission: SettingsSection['needs']) => boolean) =>
    SETTINGS_SECTIONS.filter((section) => section.of === scope && holds(section.needs))
  const groups: Group[] = [
    { of: 'project', name: projectName, sections: of('project', can) },
    { of: 'organization', name: organization.orgName, sections: of('organization', organization.can) },
  ]
  return groups.filter(({ sections }) => sections.length > 0)
}
