'use client'

import Link from 'next/link'
import { Badge } from '../ui/badge'
import { cn } from '../ui/cn'
import { Tooltip } from '../ui/tooltip'
import { NavigationIcon } from './navigation-icon'
import type { ShellItem, ShellSection } from './shell-navigation'

interface NavigationProps {
  sections: readonly ShellSection[]
  active: ShellItem | undefined
  isRail?: boolean
  onNavigate?: () => void
}

/** The sections of the sidebar; the phone's menu shows the same. */
export function Navigation({ sections, active, isRail = false, onNavigate }: NavigationProps) {
  return (
    <nav aria-label="Main" className="flex flex-col gap-4">
      {sections.map((section) => (
        <div key={section.label}>
          <h2 className="rail:sr-only mb-1 px-2 font-medium text-2xs text-fg-subtle">{section.label}</h2>
          <ul className="flex flex-col gap-px">
            {section.items.map((item) => (
              <li key={item.id}>
                <Item item={item} isActive={item === active} isRail={isRail} onNavigate={onNavigate} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

interface ItemProps {
  item: ShellItem
  isActive: boolean
  isRail: boolean
  onNavigate: (() => void) | undefined
}

function Item({ item, isActive, isRail, onNavigate }: ItemProps) {
  return (
    <Tooltip content={isRail ? item.label : undefined} shortcut={item.keys} side="right">
      <Link
        href={item.href}
        onClick={onNavigate}
        aria-current={isActive ? 'page' : undefined}
        className={cn(
          'group relative flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-sm transition-colors duration-75 max-md:h-10',
          isActive
            ? 'bg-active text-fg [&_svg]:text-accent-text'
            : 'text-fg-muted hover:bg-hover hover:text-fg',
        )}
      >
        <NavigationIcon name={item.icon} />
        <span className="rail:sr-only min-w-0 flex-1 truncate">{item.label}</span>
        <CountBadge item={item} />
      </Link>
    </Tooltip>
  )
}

function CountBadge({ item }: { item: ShellItem }) {
  if (!item.count) return null
  const text = item.count > 99 ? '99+' : String(item.count)
  return (
    <>
      <Badge tone="warning" className="tabular rail:hidden">
        <span aria-hidden="true">{text}</span>
        <span className="sr-only">{item.countLabel ?? `${item.count} open`}</span>
      </Badge>
      <span
        aria-hidden="true"
        className="absolute top-1 right-1 rail:block hidden size-1.5 rounded-full bg-warning"
      />
    </>
  )
}

/** The phone's bottom bar. */
export function TabBar({ sections, active }: Pick<NavigationProps, 'sections' | 'active'>) {
  const items = sections.flatMap((section) => section.items).filter((item) => item.isInTabBar)
  if (items.length === 0) return null
  return (
    <nav
      aria-label="Quick"
      className="fixed inset-x-0 bottom-0 z-30 flex border-t bg-chrome/95 pb-[env(safe-area-inset-bottom)] backdrop-blur md:hidden"
    >
      {items.map((item) => (
        <Link
          key={item.id}
          href={item.href}
          aria-current={item === active ? 'page' : undefined}
          className={cn(
            'relative flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-1 font-medium text-2xs focus-visible:-outline-offset-2 [&_svg]:size-5',
            item === active ? 'text-accent-text' : 'text-fg-muted',
          )}
        >
          <NavigationIcon name={item.icon} />
          <span className="truncate">{item.label}</span>
          {item.count ? (
            <span className="tabular absolute top-1.5 left-1/2 ml-1.5 rounded-full border-2 border-chrome bg-warning-soft px-1 text-[10px] text-warning-text leading-4">
              {item.count > 99 ? '99+' : item.count}
              <span className="sr-only">{item.countLabel ?? ' open'}</span>
            </span>
          ) : null}
        </Link>
      ))}
    </nav>
  )
}
