'use client'

import { Search } from 'lucide-react'
import { cn } from '@/components/ui/cn'
import { Input } from '@/components/ui/input'
import { MethodMark } from './method-mark'
import type { ReferenceGroup } from './reference'

export interface ReferenceNavigationProps {
  groups: readonly ReferenceGroup[]
  current: string | undefined
  search: string
  onSearch: (search: string) => void
  onOpen: (operationId: string | undefined) => void
}

/** Every operation by noun; on phones a box to choose from stands in its place. */
export function ReferenceNavigation({ groups, current, search, onSearch, onOpen }: ReferenceNavigationProps) {
  return (
    <nav
      aria-label="Operations"
      className="flex max-h-[calc(100dvh-var(--topbar-height)-2.5rem)] flex-col gap-3 max-md:hidden md:sticky md:top-[calc(var(--topbar-height)+1.25rem)] md:self-start"
    >
      <Input
        type="search"
        aria-label="Find an operation"
        placeholder="Find an operation"
        leading={<Search />}
        value={search}
        onChange={(event) => onSearch(event.target.value)}
      />
      <div className="-mx-1 flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-1 pb-4">
        <NavigationLink
          label="Introduction"
          isCurrent={current === undefined}
          onOpen={() => onOpen(undefined)}
        />
        {groups.map(({ noun, operations }) => (
          <section key={noun} aria-label={noun}>
            <h2 className="px-2 pb-1 font-medium text-fg-subtle text-xs">{noun}</h2>
            <ul className="flex flex-col gap-px">
              {operations.map(({ id, method, summary }) => (
                <li key={id}>
                  <NavigationLink
                    label={id.slice(noun.length + 1)}
                    title={summary}
                    method={method}
                    href={id}
                    isCurrent={id === current}
                    onOpen={() => onOpen(id)}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 && <p className="px-2 text-fg-muted text-sm">Nothing is called that.</p>}
      </div>
    </nav>
  )
}

interface NavigationLinkProps {
  label: string
  title?: string
  method?: string
  /** The operation; without it the introduction. */
  href?: string
  isCurrent: boolean
  onOpen: () => void
}

function NavigationLink({ label, title, method, href, isCurrent, onOpen }: NavigationLinkProps) {
  return (
    <a
      href={href ? `?operation=${href}` : '?'}
      title={title}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        onOpen()
      }}
      className={cn(
        'flex h-7 shrink-0 items-center justify-between gap-2 rounded-md px-2 text-sm',
        isCurrent ? 'bg-active font-medium text-fg' : 'text-fg-muted hover:bg-hover hover:text-fg',
      )}
    >
      <span className="truncate">{label}</span>
      {method && <MethodMark method={method} />}
    </a>
  )
}
