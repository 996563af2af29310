import { CirclePlay, CircleUserRound, Monitor, Moon, Sun, Workflow, Zap } from 'lucide-react'
import type { Outputs } from '@/components/data/trpc'
import { NavigationIcon } from '@/components/layout/navigation-icon'
import type { ShellSection } from '@/components/layout/shell-navigation'
import type { ListedShortcut } from '@/components/layout/shortcuts'
import { Avatar } from '@/components/ui/avatar'
import { StatusIcon } from '@/components/ui/status'
import { STATUSES } from '@/components/ui/status-table'
import type { ShellOrganization } from '../organizations'
import type { PaletteAction } from './palette-context'
import type { PaletteItem } from './palette-item'
import type { RecentEntry } from './recent'

export function pageItems(sections: readonly ShellSection[]): PaletteItem[] {
  return sections.flatMap((section) =>
    section.items.map((item) => ({
      id: `page:${item.id}`,
      group: 'Go to',
      label: item.label,
      keywords: section.label,
      icon: <NavigationIcon name={item.icon} />,
      keys: item.keys,
      effect: { kind: 'go', href: item.href } as const,
      recent: { id: `page:${item.id}` },
    })),
  )
}

export interface AccountPage {
  label: string
  href: string
}

export function accountItems(pages: readonly AccountPage[]): PaletteItem[] {
  return pages.map((page) => ({
    id: `account:${page.label}`,
    group: 'Go to',
    label: page.label,
    hint: 'your account',
    keywords: 'account me my settings',
    icon: <CircleUserRound />,
    scope: 'typed',
    effect: { kind: 'go', href: page.href },
    recent: { id: `account:${page.label}` },
  }))
}

/** What the page offers: what it added, and what it bound to keys; the shell's own keys are listed elsewhere. */
export function ownItems(
  actions: readonly PaletteAction[],
  shortcuts: readonly ListedShortcut[],
): PaletteItem[] {
  const bound = shortcuts
    .filter(({ group }) => group !== SHELL_KEYS)
    .map(({ onPress, ...shortcut }) => ({ ...shortcut, keywords: shortcut.group, onSelect: onPress }))
  const all: (PaletteAction & { group?: string })[] = [...actions, ...bound]
  return all.map((action, index) => ({
    id: `own:${index}:${action.label}`,
    group: action.group === SHELL_VIEW ? 'Actions' : OF_PAGE,
    label: action.label,
    hint: action.hint,
    keywords: action.keywords,
    icon: action.icon ?? <Zap />,
    keys: action.keys,
    effect: { kind: 'do', act: action.onSelect },
  }))
}

export const OF_PAGE = 'On this page'
/** The shell's own keys: those that lead to pages, and those that change its look. */
const SHELL_KEYS = 'Go to'
const SHELL_VIEW = 'View'

type Workflows = Outputs['workflows']['list']

/** Each workflow to open and, where allowed, to run. */
export function workflowItems(workflows: Workflows, base: string): PaletteItem[] {
  return workflows.map((workflow) => ({
    id: `workflow:${workflow.id}`,
    group: 'Workflows',
    label: workflow.title,
    hint: workflow.title === workflow.name ? undefined : workflow.name,
    keywords: `${workflow.name} workflow`,
    icon: <Workflow />,
    scope: 'typed',
    effect: { kind: 'go', href: `${base}/workflows/${encodeURIComponent(workflow.name)}` },
    recent: { id: `workflow:${workflow.id}` },
  }))
}

export function startItems(workflows: Workflows, start: (workflow: string) => void): PaletteItem[] {
  return workflows
    .filter((workflow) => workflow.latestVersion > 0)
    .map((workflow) => ({
      id: `start:${workflow.id}`,
      group: 'Run a workflow',
      label: `Run ${workflow.title}…`,
      hint: `v${workflow.latestVersion}`,
      keywords: `start ${workflow.name}`,
      icon: <CirclePlay />,
      scope: 'workflows',
      effect: { kind: 'do', act: () => start(workflow.name) },
    }))
}

type Run = Outputs['runs']['list']['runs'][number]

export function runItems(runs: readonly Run[], base: string): PaletteItem[] {
  return runs.map((run) => ({
    id: `run:${run.id}`,
    group: 'Runs',
    label: `#${run.number} ${run.title}`,
    hint: `${run.workflow.title} · ${STATUSES[run.status].word.toLowerCase()}`,
    keywords: `${run.id} run ${run.number} ${run.workflow.name}`,
    icon: <StatusIcon status={run.status} />,
    scope: 'typed',
    effect: { kind: 'go', href: `${base}/runs/${run.number}` },
    recent: { id: `run:${run.id}`, run: { number: run.number, title: run.title } },
  }))
}

/** What was opened lately and may still be opened; a run is known by what was kept of it. */
export function recentItems(
  entries: readonly RecentEntry[],
  items: readonly PaletteItem[],
  given: { base: string; mayReadRuns: boolean },
): PaletteItem[] {
  const known = new Map(items.map((item) => [item.id, item]))
  return entries.flatMap((entry): PaletteItem[] => {
    const item = known.get(entry.id) ?? (given.mayReadRuns ? keptRun(entry, given.base) : undefined)
    return item ? [{ ...item, id: `recent:${item.id}`, group: 'Recent' }] : []
  })
}

function keptRun(entry: RecentEntry, base: string): PaletteItem | undefined {
  if (!entry.run) return undefined
  const { number, title } = entry.run
  return {
    id: entry.id,
    group: 'Recent',
    label: `#${number} ${title}`,
    hint: 'run',
    icon: <NavigationIcon name="runs" />,
    effect: { kind: 'go', href: `${base}/runs/${number}` },
    recent: entry,
  }
}

export function projectItems(organizations: readonly ShellOrganization[]): PaletteItem[] {
  return organizations.flatMap((org) =>
    org.projects.map((project) => ({
      id: `project:${project.id}`,
      group: 'Projects',
      label: project.name,
      hint: org.name,
      keywords: `switch project ${org.name}`,
      icon: <Avatar name={org.name} shape="square" size="xs" />,
      scope: 'projects' as const,
      isCurrent: project.isCurrent,
      effect: { kind: 'go' as const, href: project.href },
    })),
  )
}

const THEMES = [
  { value: 'light', label: 'Light', icon: <Sun /> },
  { value: 'dark', label: 'Dark', icon: <Moon /> },
  { value: 'system', label: 'As the system', icon: <Monitor /> },
]

export function themeItems(theme: string | undefined, setTheme: (theme: string) => void): PaletteItem[] {
  return THEMES.map((one) => ({
    id: `theme:${one.value}`,
    group: 'Theme',
    label: `Theme: ${one.label.toLowerCase()}`,
    keywords: 'appearance colours mode',
    icon: one.icon,
    scope: 'themes',
    isCurrent: one.value === theme,
    effect: { kind: 'do', act: () => setTheme(one.value) },
  }))
}
