'use client'

import type { ReactNode } from 'react'
import { createContext, useContext, useId } from 'react'
import { cn } from './cn'
import { moveAlongRow } from './roving-keys'

export interface TabItem {
  value: string
  label: ReactNode
  /** A number beside the label. */
  count?: number
  icon?: ReactNode
  isDisabled?: boolean
}

export interface TabsProps {
  items: readonly TabItem[]
  value: string
  /** Write it to the URL: the tab is part of the page's address. */
  onValueChange: (value: string) => void
  label: string
  /** Right of the tabs. */
  aside?: ReactNode
  /** Pads the list of tabs: where the panel around it has no padding of its own. */
  isInset?: boolean
  className?: string
  /** `TabPanel`s. */
  children?: ReactNode
}

const Context = createContext({ id: '', value: '' })

/** The arrows move along the tabs; Enter, the space bar or a click opens one. */
export function Tabs(props: TabsProps) {
  const id = useId()
  // Where the value names no tab, the first one is where Tab leads.
  const current = props.items.find((item) => item.value === props.value) ?? props.items[0]
  return (
    <Context value={{ id, value: props.value }}>
      <div className={cn('flex min-w-0 flex-col', props.className)}>
        <div
          className={cn('flex shrink-0 items-center justify-between gap-4 border-b', props.isInset && 'px-2')}
        >
          <div
            role="tablist"
            aria-label={props.label}
            onKeyDown={moveAlongRow}
            className="-mb-px flex gap-1 overflow-x-auto [scrollbar-width:none]"
          >
            {props.items.map((item) => (
              <Tab
                key={item.value}
                item={item}
                id={id}
                isOpen={item.value === props.value}
                isStop={item === current}
                onOpen={() => props.onValueChange(item.value)}
              />
            ))}
          </div>
          {props.aside}
        </div>
        {props.children}
      </div>
    </Context>
  )
}

interface TabProps {
  item: TabItem
  id: string
  isOpen: boolean
  isStop: boolean
  onOpen: () => void
}

function Tab({ item, id, isOpen, isStop, onOpen }: TabProps) {
  return (
    <button
      type="button"
      role="tab"
      id={partId(id, 'tab', item.value)}
      aria-selected={isOpen}
      aria-controls={partId(id, 'panel', item.value)}
      tabIndex={isStop ? 0 : -1}
      disabled={item.isDisabled}
      onClick={onOpen}
      className="group flex h-9 items-center whitespace-nowrap border-transparent border-b-2 text-fg-muted text-sm transition-colors hover:text-fg focus-visible:outline-offset-[-2px] disabled:opacity-50 aria-selected:border-accent aria-selected:text-fg"
    >
      <span className="flex items-center gap-1.5 rounded-md px-2 py-1 font-medium group-hover:bg-hover [&_svg]:size-4">
        {item.icon}
        {item.label}
        {item.count !== undefined && (
          <span className="tabular rounded-full bg-neutral-soft px-1.5 text-2xs text-fg-muted">
            {item.count}
          </span>
        )}
      </span>
    </button>
  )
}

export function TabPanel({
  value,
  className,
  children,
}: {
  value: string
  className?: string
  children: ReactNode
}) {
  const tabs = useContext(Context)
  const isOpen = tabs.value === value
  return (
    <div
      role="tabpanel"
      id={partId(tabs.id, 'panel', value)}
      aria-labelledby={partId(tabs.id, 'tab', value)}
      hidden={!isOpen}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel may hold nothing else to reach and scroll it by
      tabIndex={0}
      className={cn('min-w-0 pt-4 outline-offset-4', className)}
    >
      {isOpen && children}
    </div>
  )
}

function partId(id: string, part: 'tab' | 'panel', value: string): string {
  return `${id}${part}-${value.replace(/\s/g, '-')}`
}
