import type { ShellItem, ShellSection } from '@/components/layout/shell-navigation'
import type { Permission } from '@/server/kernel/permissions'

interface Entry extends Omit<ShellItem, 'href'> {
  path: string
  /** Shown to whoever holds one of these. */
  needs: readonly Permission[]
  /** Held in the organization: a role in one project does not open it. */
  isOfOrganization?: boolean
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
      {
        id: 'members',
        label: 'Members',
        path: '/members',
        icon: 'members',
        keys: 'g m',
        needs: ['members.read'],
        isOfOrganization: true,
      },
      { id: 'audit', label: 'Audit', path: '/audit', icon: 'audit', keys: 'g u', needs: ['audit.read'] },
      {
        id: 'settings',
        label: 'Settings',
        path: '/settings',
        icon: 'settings',
        keys: 'g s',
        needs: ['projects.read'],
      },
    ],
  },
]

/** What the sidebar shows this member: pages that exist and that they may open. */
export function shellSections(given: {
  base: string
  can: (permission: Permission) => boolean
  /** The same for roles in the organization alone. */
  canInOrganization: (permission: Permission) => boolean
  waitingCount: number
}): ShellSection[] {
  return SECTIONS.map(({ label, entries }) => ({
    label,
    items: entries
      .filter((entry) => entry.needs.some(entry.isOfOrganization ? given.canInOrganization : given.can))
      .map(({ path, needs: _needs, isOfOrganization: _place, ...item }) => ({
        ...item,
        href: `${given.base}${path}`,
        ...(item.id === 'approvals' && {
          count: given.waitingCount,
          countLabel: `${given.waitingCount} waiting for you`,
        }),
      })),
  })).filter((section) => section.items.length > 0)
}

/** The pages about oneself and one's programs, in the account menu. */
export function accountPages(base: string): { label: string; href: string }[] {
  return [
    { label: 'Profile', href: `${base}/account/profile` },
    { label: 'Security', href: `${base}/account/security` },
    { label: 'API keys', href: `${base}/account/api-keys` },
    { label: 'API reference', href: `${base}/api-reference` },
  ]
}
