'use client'

import { Building2, FolderPlus, Settings2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { AnchoredPanel, type AnchoredPanelProps } from '@/components/ui/anchored-panel'
import { Avatar } from '@/components/ui/avatar'
import { type CommandGroup, type CommandItem, CommandList } from '@/components/ui/command-list'
import { rank } from './command-palette/rank'
import { mayIn, type ShellOrganization } from './organizations'

export interface WorkspacePanelProps extends Pick<AnchoredPanelProps, 'close' | 'anchor'> {
  organizations: readonly ShellOrganization[]
}

/** Every organization and project of this member, found by typing, and the way to new ones. */
export function WorkspacePanel({ close, anchor, organizations }: WorkspacePanelProps) {
  return (
    <AnchoredPanel
      close={close}
      anchor={anchor}
      label="Switch project or organization"
      className="flex max-h-[min(28rem,var(--radix-popover-content-available-height))] w-72 flex-col overflow-hidden"
    >
      <PanelBody organizations={organizations} onClose={close} />
    </AnchoredPanel>
  )
}

interface Place extends CommandItem {
  href: string
  keywords?: string
  icon: ReactNode
}

function PanelBody({
  organizations,
  onClose,
}: {
  organizations: readonly ShellOrganization[]
  onClose: () => void
}) {
  const router = useRouter()
  const [query, setQuery] = useState('')
  function choose(place: Place, { isNewTab }: { isNewTab: boolean }) {
    if (isNewTab) {
      window.open(place.href, '_blank', 'noopener')
      return
    }
    onClose()
    if (!place.isCurrent) router.push(place.href)
  }
  return (
    <CommandList
      label="Organizations and projects"
      placeholder="Find a project"
      query={query}
      onQueryChange={setQuery}
      groups={groupsOf(organizations, query)}
      onChoose={choose}
      empty={`No project fits “${query.trim()}”.`}
    />
  )
}

function groupsOf(organizations: readonly ShellOrganization[], query: string): CommandGroup<Place>[] {
  const groups = [
    ...organizations.map((org) => ({ id: org.id, label: org.name, items: placesOf(org) })),
    { id: 'more', label: 'More', items: MORE },
  ]
  return groups.flatMap((group) => {
    const items = rank(group.items, query).map(({ item, marks }) => ({ ...item, marks }))
    return items.length > 0 ? [{ ...group, items }] : []
  })
}

const MORE: readonly Place[] = [
  {
    id: 'new-organization',
    label: 'New organization…',
    href: '/organizations/new',
    keywords: 'create add',
    icon: <Building2 />,
  },
]

function placesOf(org: ShellOrganization): Place[] {
  const projects = org.projects.map((project) => ({
    id: project.id,
    label: project.name,
    href: project.href,
    isCurrent: project.isCurrent,
    keywords: org.name,
    hint: project.isBeingDeleted || org.isBeingDeleted ? 'being deleted' : undefined,
    icon: <Avatar name={project.name} shape="square" size="xs" />,
  }))
  const extra: Place[] = [
    {
      id: `${org.id}:new`,
      label: 'New project…',
      href: `${org.href}/projects/new`,
      keywords: `${org.name} create add`,
      icon: <FolderPlus />,
    },
    {
      id: `${org.id}:settings`,
      label: 'Organization settings',
      href: `${org.href}/settings`,
      keywords: org.name,
      icon: <Settings2 />,
    },
  ]
  const allowed = [mayIn(org, 'projects.create'), mayIn(org, 'organizations.read')]
  // Another organization's settings are one switch away; its list stays short.
  return [
    ...projects,
    ...extra.filter((_, index) => allowed[index] && (org.isCurrent || projects.length === 0)),
  ]
}
