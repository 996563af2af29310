'use client'

import { Check } from 'lucide-react'
import Link from 'next/link'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { Keys } from './kbd'

export interface MenuProps {
  trigger: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  className?: string
  children: ReactNode
}

/** A menu of actions or links behind a button. */
export function Menu({ trigger, side = 'bottom', align = 'end', className, children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            'z-[60] max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-80 animate-enter overflow-y-auto rounded-lg bg-raised p-1 shadow-pop',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export interface MenuItemProps {
  icon?: ReactNode
  /** Keys shown at the right, e.g. `mod+c`. Showing them does not bind them. */
  shortcut?: string
  /** Makes it a link. */
  href?: string
  onSelect?: () => void
  isDangerous?: boolean
  isDisabled?: boolean
  /** A check mark: the one in force out of several. */
  isChecked?: boolean
  hint?: ReactNode
  children: ReactNode
}

const ITEM =
  'flex min-h-7 w-full cursor-default select-none items-center gap-2 rounded-md px-2 py-1 text-left text-fg text-sm outline-none data-disabled:pointer-events-none data-disabled:opacity-50 data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0'

export function MenuItem(props: MenuItemProps) {
  const content = (
    <>
      {props.icon && <span className="in-data-[danger]:text-danger text-fg-muted">{props.icon}</span>}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{props.children}</span>
        {props.hint && <span className="block text-fg-subtle text-xs">{props.hint}</span>}
      </span>
      {props.isChecked && <Check aria-label="current" className="text-accent-text" />}
      {props.shortcut && <Keys keys={props.shortcut} />}
    </>
  )
  return (
    <Radix.Item
      asChild={Boolean(props.href)}
      onSelect={props.onSelect}
      disabled={props.isDisabled}
      data-danger={props.isDangerous || undefined}
      className={cn(ITEM, props.isDangerous && 'text-danger-text data-highlighted:bg-danger-soft')}
    >
      {props.href ? <Link href={props.href}>{content}</Link> : content}
    </Radix.Item>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-2xs text-fg-subtle">{children}</Radix.Label>
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
}
