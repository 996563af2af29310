'use client'

import { useQuery } from '@tanstack/react-query'
import { useTheme } from 'next-themes'
import { useMemo, useState } from 'react'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import type { ShellSection } from '@/components/layout/shell-navigation'
import { useShortcutList, useShortcutSheet } from '@/components/layout/shortcuts'
import { signOut } from '@/components/sessions/sign-out'
import type { ShellOrganization } from '../organizations'
import { actionItems } from './palette-actions'
import { usePalette } from './palette-context'
import { groupsOf } from './palette-groups'
import type { PaletteItem, PaletteScope } from './palette-item'
import {
  type AccountPage,
  accountItems,
  OF_PAGE,
  ownItems,
  pageItems,
  projectItems,
  recentItems,
  runItems,
  startItems,
  themeItems,
  workflowItems,
} from './palette-items'
import { readRecent } from './recent'
import { useFoundRuns } from './use-found-runs'

export interface PaletteSources {
  navigation: readonly ShellSection[]
  /** The pages about oneself. */
  account: readonly AccountPage[]
  organizations: readonly ShellOrganization[]
  onStart: (workflow: string) => void
}

/** Everything that the palette offers this member here, found and grouped. */
export function usePaletteItems(sources: PaletteSources, query: string, scope: PaletteScope | undefined) {
  const trpc = useTRPC()
  const { base, projectId, can } = useProject()
  const mayReadWorkflows = can('workflows.read')
  const workflows = useQuery(trpc.workflows.list.queryOptions({ projectId }, { enabled: mayReadWorkflows }))
  const found = useFoundRuns(scope ? '' : query)
  const fixed = useFixedItems(sources)
  const [recent] = useState(() => readRecent(projectId))
  const recentIds = useMemo(() => new Set(recent.map((entry) => entry.id)), [recent])
  const listed = workflows.data ?? []
  const [own, elsewhere] = [fixed.own.filter(isOfPage), fixed.own.filter((item) => !isOfPage(item))]
  const items = [
    ...fixed.pages,
    ...fixed.actions,
    ...elsewhere,
    ...workflowItems(listed, base),
    ...(can('runs.start') ? startItems(listed, sources.onStart) : []),
    ...runItems(found.runs, base),
    ...fixed.rest,
  ]
  const lately = recentItems(recent, items, { base, mayReadRuns: can('runs.read') })
  const groups = groupsOf([...lately, ...own, ...items], { query, scope, recentIds })
  return { groups, isBusy: found.isBusy || (mayReadWorkflows && workflows.isPending) }
}

const isOfPage = (item: PaletteItem) => item.group === OF_PAGE

function useFixedItems({ navigation, account, organizations }: PaletteSources) {
  const { base, can } = useProject()
  const { theme, setTheme } = useTheme()
  const { pageActions } = usePalette()
  const openShortcuts = useShortcutSheet()
  const listShortcuts = useShortcutList()
  // What the page offers is read once: the page does not change while the palette lies over it.
  const [own] = useState(() => ownItems([...pageActions.current.values()].flat(), listShortcuts()))
  const projects = projectItems(organizations)
  return {
    own,
    pages: [...pageItems(navigation), ...accountItems(account)],
    actions: actionItems({
      base,
      can,
      organization: organizations.find((one) => one.isCurrent),
      projectCount: projects.length,
      navigation,
      openShortcuts,
      signOut: () => void signOut(),
    }),
    rest: [...projects, ...themeItems(theme, setTheme)],
  }
}
