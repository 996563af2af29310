'use client'

import { CircleHelp, Menu as MenuIcon } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import { type ReactNode, useMemo, useState } from 'react'
import { Avatar } from '../ui/avatar'
import { IconButton } from '../ui/icon-button'
import { Sheet } from '../ui/sheet'
import { AccountMenu } from './account-menu'
import { BreadcrumbProvider, Breadcrumbs } from './breadcrumbs'
import { LiveDot, type LiveState } from './live-dot'
import { Navigation, TabBar } from './navigation'
import { activeItem, type ShellItem, type ShellSection } from './shell-navigation'
import { ShortcutProvider, useShortcutSheet, useShortcuts } from './shortcuts'
import { Sidebar, type SidebarProps } from './sidebar'
import { useSidebar } from './sidebar-state'
import { ThemeToggle } from './theme-toggle'

export interface AppShellProps extends SidebarProps {
  /** The search button of the top bar. */
  search?: ReactNode
  live?: LiveState
  children: ReactNode
}

/** The frame around every signed-in page: sidebar, top bar, and on phones a menu and a bottom bar. */
export function AppShell(props: AppShellProps) {
  return (
    <ShortcutProvider>
      <BreadcrumbProvider>
        <Frame {...props} />
      </BreadcrumbProvider>
    </ShortcutProvider>
  )
}

function Frame(props: AppShellProps) {
  const pathname = usePathname()
  const sidebar = useSidebar()
  const active = activeItem(props.navigation, pathname)
  useShellShortcuts(props.navigation, sidebar.toggle)
  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-2 font-medium text-accent-fg text-sm focus:translate-y-0"
      >
        Skip to content
      </a>
      <Sidebar {...props} active={active} isRail={sidebar.isRail} onToggle={sidebar.toggle} />
      <div className="flex min-w-0 flex-1 flex-col pb-(--tabbar-height)">
        <TopBar {...props} active={active} />
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          {props.children}
        </main>
      </div>
      <TabBar sections={props.navigation} active={active} />
    </div>
  )
}

function useShellShortcuts(navigation: readonly ShellSection[], toggleSidebar: () => void) {
  const router = useRouter()
  const goTo = useMemo(
    () =>
      navigation
        .flatMap((section) => section.items)
        .flatMap((item) =>
          item.keys ? [{ keys: item.keys, label: item.label, onPress: () => router.push(item.href) }] : [],
        ),
    [navigation, router],
  )
  const view = useMemo(
    () => [{ keys: '[', label: 'Collapse or expand the sidebar', onPress: toggleSidebar }],
    [toggleSidebar],
  )
  useShortcuts('Go to', goTo)
  useShortcuts('View', view)
}

function TopBar(props: AppShellProps & { active: ShellItem | undefined }) {
  const openHelp = useShortcutSheet()
  return (
    <header className="sticky top-0 z-30 flex h-(--topbar-height) items-center gap-2 border-b bg-canvas/90 pr-2 pl-4 backdrop-blur max-md:pl-1.5 md:pl-6">
      <PhoneMenu {...props} />
      <div className="min-w-0 flex-1">
        <Breadcrumbs section={props.active} />
      </div>
      {props.search}
      {props.live && <LiveDot state={props.live} />}
      <span className="flex items-center max-md:hidden">
        <ThemeToggle />
        <IconButton label="Keyboard shortcuts" shortcut="?" tooltipSide="bottom" onClick={openHelp}>
          <CircleHelp />
        </IconButton>
      </span>
      <AccountMenu
        align="end"
        user={props.user}
        items={props.accountItems}
        onSignOut={props.onSignOut}
        trigger={
          <button
            type="button"
            aria-label={`Account of ${props.user.name}`}
            className="grid size-8 place-items-center rounded-full"
          >
            <Avatar name={props.user.name} />
          </button>
        }
      />
    </header>
  )
}

function PhoneMenu(props: AppShellProps & { active: ShellItem | undefined }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <span className="md:hidden">
      <IconButton label="Menu" className="size-10" onClick={() => setOpen(true)}>
        <MenuIcon />
      </IconButton>
      <Sheet isOpen={isOpen} onOpenChange={setOpen} side="left" size="sm" title="Menu" isBare>
        <div className="flex h-full flex-col gap-4 bg-chrome p-2 pb-4">
          {props.switcher}
          <div className="flex-1">
            <Navigation sections={props.navigation} active={props.active} onNavigate={() => setOpen(false)} />
          </div>
          <span className="flex items-center justify-between px-1 text-fg-muted text-sm">
            Theme <ThemeToggle />
          </span>
        </div>
      </Sheet>
    </span>
  )
}
