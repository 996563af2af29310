'use client'

import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'

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

export function Tabs(props: TabsProps) {
  return (
    <Radix.Root
      value={props.value}
      onValueChange={props.onValueChange}
      activationMode="manual"
      className={cn('flex min-w-0 flex-col', props.className)}
    >
      <div
        className={cn('flex shrink-0 items-center justify-between gap-4 border-b', props.isInset && 'px-2')}
      >
        <Radix.List
          aria-label={props.label}
          className="-mb-px flex gap-1 overflow-x-auto [scrollbar-width:none]"
        >
          {props.items.map((item) => (
            <Radix.Trigger
              key={item.value}
              value={item.value}
              disabled={item.isDisabled}
              className="group flex h-9 items-center whitespace-nowrap border-transparent border-b-2 text-fg-muted text-sm transition-colors hover:text-fg focus-visible:outline-offset-[-2px] disabled:opacity-50 data-[state=active]:border-accent data-[state=active]:text-fg"
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
            </Radix.Trigger>
          ))}
        </Radix.List>
        {props.aside}
      </div>
      {props.children}
    </Radix.Root>
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
  return (
    <Radix.Content value={value} className={cn('min-w-0 pt-4 outline-offset-4', className)}>
      {children}
    </Radix.Content>
  )
}
