import {
  ArrowLeftRight,
  Building2,
  CirclePlay,
  FolderPlus,
  Keyboard,
  KeyRound,
  LogOut,
  Plus,
  Settings2,
  SunMoon,
  UserPlus,
} from 'lucide-react'
import type { ShellSection } from '@/components/layout/shell-navigation'
import type { Permission } from '@/server/kernel/permissions'
import { mayIn, type ShellOrganization } from '../organizations'
import type { PaletteItem } from './palette-item'

export interface ActionsGiven {
  base: string
  can: (permission: Permission) => boolean
  organization: ShellOrganization | undefined
  projectCount: number
  navigation: readonly ShellSection[]
  openShortcuts: () => void
  signOut: () => void
}

/** What this member may do from anywhere. */
export function actionItems(given: ActionsGiven): PaletteItem[] {
  const { base, can, organization } = given
  const go = (href: string) => ({ kind: 'go', href }) as const
  const members = hrefOf(given.navigation, 'members')
  const rows: (Omit<PaletteItem, 'group'> & { isOff?: boolean })[] = [
    {
      id: 'start',
      label: 'Run a workflow…',
      keywords: 'start execute',
      icon: <CirclePlay />,
      effect: { kind: 'narrow', scope: 'workflows' },
      isOff: !can('runs.start') || !can('workflows.read'),
    },
    {
      id: 'new-workflow',
      label: 'New workflow',
      keywords: 'create add',
      icon: <Plus />,
      effect: go(`${base}/workflows/new`),
      isOff: !can('workflows.edit'),
    },
    {
      id: 'invite',
      label: 'Invite a member',
      keywords: 'add person colleague',
      icon: <UserPlus />,
      effect: go(`${members}?invite=1`),
      isOff: !members || !can('members.manage'),
    },
    {
      id: 'new-api-key',
      label: 'Create an API key',
      keywords: 'token secret program',
      icon: <KeyRound />,
      effect: go(`${base}/account/api-keys?create=1`),
      isOff: !can('apiKeys.manage'),
    },
    {
      id: 'switch',
      label: 'Switch project…',
      keywords: 'organization workspace change',
      icon: <ArrowLeftRight />,
      effect: { kind: 'narrow', scope: 'projects' },
      isOff: given.projectCount < 2,
    },
    {
      id: 'new-project',
      label: 'New project',
      keywords: 'create add',
      icon: <FolderPlus />,
      effect: go(`${organization?.href}/projects/new`),
      isOff: !organization || !mayIn(organization, 'projects.create'),
    },
    {
      id: 'new-organization',
      label: 'New organization',
      keywords: 'create add tenant',
      icon: <Building2 />,
      effect: go('/organizations/new'),
    },
    {
      id: 'organization-settings',
      label: 'Organization settings',
      keywords: 'members billing rename',
      icon: <Settings2 />,
      effect: go(`${organization?.href}/settings`),
      isOff: !organization || !mayIn(organization, 'organizations.read'),
    },
    {
      id: 'theme',
      label: 'Change theme…',
      keywords: 'dark light appearance colours',
      icon: <SunMoon />,
      effect: { kind: 'narrow', scope: 'themes' },
    },
    {
      id: 'shortcuts',
      label: 'Show keyboard shortcuts',
      keywords: 'help keys',
      icon: <Keyboard />,
      keys: '?',
      effect: { kind: 'do', act: given.openShortcuts },
    },
    {
      id: 'sign-out',
      label: 'Sign out',
      keywords: 'log out leave',
      icon: <LogOut />,
      effect: { kind: 'do', act: given.signOut },
    },
  ]
  return rows
    .filter((row) => !row.isOff)
    .map(({ isOff: _, ...row }) => ({ ...row, id: `action:${row.id}`, group: 'Actions' }))
}

function hrefOf(navigation: readonly ShellSection[], id: string): string | undefined {
  return navigation.flatMap((section) => section.items).find((item) => item.id === id)?.href
}
