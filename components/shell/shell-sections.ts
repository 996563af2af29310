import type { ShellItem, ShellSection } from '@/components/layout/shell-navigation'
import type { Permission } from '@/server/kernel/permissions'

interface Entry extends Omit<ShellItem, 'href'> {
  path: string
  /** Shown to whoever holds one of these. */
  needs: readonly Permission[]
}

const SECTIONS: readonly { label: string; entries: readonly Entry[] }[] = [
  {
    label: 'Work',
    entries: [
      {
        id: 'overview',
        label: 'Overview',
        path: '',
        icon: 'overview',
        isExact: true,
        isInTabBar: true,
        keys: 'g o',
        needs: ['runs.read'],
      },
      {
        id: 'approvals',
        label: 'Approvals',
        path: '/approvals',
        icon: 'approvals',
        isInTabBar: true,
        keys: 'g a',
        needs: ['approvals.read'],
      },
    ],
  },
  {
    label: 'Build',
    entries: [
      {
        id: 'workflows',
        label: 'Workflows',
        path: '/workflows',
        icon: 'workflows',
        isInTabBar: true,
        keys: 'g w',
        needs: ['workflows.read'],
      },
    ],
  },
  {
    label: 'Observe',
    entries: [
      {
        id: 'runs',
        label: 'Runs',
        path: '/runs',
        icon: 'runs',
        isInTabBar: true,
        keys: 'g r',
        needs: ['runs.read'],
      },
    ],
  },
  {
    label: 'Admin',
    entries: [
      { id: 'audit', label: 'Audit', path: '/audit', icon: 'audit', keys: 'g u', needs: ['audit.read'] },
      {
        id: 'settings',
        label: 'Settings',
        path: '/settings',
        icon: 'settings',
        keys: 'g s',
        needs: ['providers.read', 'secrets.read'],
      },
    ],
  },
]

/** What the sidebar shows this member: pages that exist and that they may open. */
export function shellSections(given: {
  base: string
  can: (permission: Permission) => boolean
  waitingCount: number
}): ShellSection[] {
  return SECTIONS.map(({ label, entries }) => ({
    label,
    items: entries
      .filter((entry) => entry.needs.some(given.can))
      .map(({ path, needs: _, ...item }) => ({
        ...item,
        href: `${given.base}${path}`,
        ...(item.id === 'approvals' && {
          count: given.waitingCount,
          countLabel: `${given.waitingCount} waiting for you`,
        }),
      })),
  })).filter((section) => section.items.length > 0)
}
