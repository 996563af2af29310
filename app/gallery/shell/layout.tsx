'use client'

import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppShell } from '@/components/layout/app-shell'
import type { ShellSection } from '@/components/layout/shell-navigation'
import type { ShellOrganization } from '@/components/shell/organizations'
import { WorkspaceSwitcher } from '@/components/shell/workspace-switcher'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Keys } from '@/components/ui/kbd'
import { toast } from '@/components/ui/toast'

const NAVIGATION: ShellSection[] = [
  {
    label: 'Work',
    items: [
      {
        id: 'overview',
        label: 'Overview',
        href: '/gallery/shell',
        icon: 'overview',
        isExact: true,
        isInTabBar: true,
        keys: 'g o',
      },
      {
        id: 'approvals',
        label: 'Approvals',
        href: '/gallery/shell/approvals',
        icon: 'approvals',
        count: 3,
        countLabel: '3 waiting for you',
        isInTabBar: true,
        keys: 'g a',
      },
    ],
  },
  {
    label: 'Build',
    items: [
      {
        id: 'workflows',
        label: 'Workflows',
        href: '/gallery/shell/workflows',
        icon: 'workflows',
        isInTabBar: true,
        keys: 'g w',
      },
    ],
  },
  {
    label: 'Observe',
    items: [
      { id: 'runs', label: 'Runs', href: '/gallery/shell/run', icon: 'runs', isInTabBar: true, keys: 'g r' },
    ],
  },
  {
    label: 'Admin',
    items: [
      { id: 'settings', label: 'Settings', href: '/gallery/shell/settings', icon: 'settings' },
      { id: 'audit', label: 'Audit', href: '/gallery/shell/audit', icon: 'audit' },
    ],
  },
]

const project = (id: string, name: string) => ({
  id,
  name,
  href: '/gallery/shell',
  isCurrent: id === 'atlas',
  isBeingDeleted: id === 'old',
})

const ORGANIZATIONS: ShellOrganization[] = [
  {
    id: 'northwind',
    name: 'Northwind',
    href: '/gallery/shell',
    isCurrent: true,
    isBeingDeleted: false,
    permissions: ['projects.create', 'organizations.read'],
    projects: [project('atlas', 'Atlas'), project('billing', 'Billing'), project('old', 'Old exports')],
  },
  {
    id: 'contoso',
    name: 'Contoso',
    href: '/gallery/shell',
    isCurrent: false,
    isBeingDeleted: false,
    permissions: [],
    projects: [project('lab', 'Lab')],
  },
]

export default function ShellDemo({ children }: { children: ReactNode }) {
  return (
    <AppShell
      switcher={
        <WorkspaceSwitcher organizationName="Northwind" projectName="Atlas" organizations={ORGANIZATIONS} />
      }
      user={{ name: 'Ada Lovelace', email: 'ada@example.org' }}
      navigation={NAVIGATION}
      live="connected"
      search={
        <>
          <Button icon={<Search />} className="w-56 justify-start font-normal text-fg-subtle max-md:hidden">
            <span className="flex-1 text-left">Search</span>
            <Keys keys="mod+k" />
          </Button>
          <IconButton label="Search" className="size-10 md:hidden">
            <Search />
          </IconButton>
        </>
      }
      onSignOut={() => toast.info('Signed out')}
    >
      {children}
    </AppShell>
  )
}
