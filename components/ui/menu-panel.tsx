import { Check } from 'lucide-react'
import Link from 'next/link'
import { DropdownMenu as Radix } from 'radix-ui'
import { type FocusEvent, type ReactNode, type RefObject, useRef } from 'react'
import { cn } from './cn'
import { Keys } from './kbd'
import type { MenuItemProps, MenuProps } from './menu'
import { type MenuParts, MenuPartsContext } from './menu-parts'
import { TriggerStandIn } from './trigger-stand-in'

export interface MenuPanelProps extends Omit<MenuProps, 'trigger'> {
  id: string
  button: RefObject<HTMLElement | null>
  /** Opened from the keyboard: its first item is chosen at once. */
  isByKey: boolean
  close: () => void
}

/** An open menu. */
export function MenuPanel(props: MenuPanelProps) {
  const isEntered = useRef(false)

  // Radix does this by itself only for keys that were pressed after its code was there.
  function onFocus(event: FocusEvent<HTMLElement>) {
    if (isEntered.current || event.target !== event.currentTarget) return
    isEntered.current = true
    if (!props.isByKey) return
    event.currentTarget.querySelector<HTMLElement>('[role^="menuitem"]:not([data-disabled])')?.focus()
  }

  return (
    <Radix.Root open onOpenChange={props.close} modal={false}>
      <Radix.Trigger asChild>
        <TriggerStandIn trigger={props.button} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          id={props.id}
          aria-labelledby={`${props.id}button`}
          onFocus={onFocus}
          side={props.side ?? 'bottom'}
          align={props.align ?? 'end'}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            'z-[60] max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-80 animate-enter overflow-y-auto rounded-lg bg-raised p-1 shadow-pop',
            props.className,
          )}
        >
          <MenuPartsContext value={PARTS}>{props.children}</MenuPartsContext>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const ITEM =
  'flex min-h-7 w-full cursor-default select-none items-center gap-2 rounded-md px-2 py-1 text-left text-fg text-sm outline-none data-disabled:pointer-events-none data-disabled:opacity-50 data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0'

function Item(props: MenuItemProps) {
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

function Label({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-2xs text-fg-subtle">{children}</Radix.Label>
}

function Separator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
}

const PARTS: MenuParts = { Item, Label, Separator }
