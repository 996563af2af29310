'use client'

import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useContext,
  useId,
  useRef,
  useState,
} from 'react'
import { type MenuParts, MenuPartsContext } from './menu-parts'
import { onDemand } from './on-demand'
import { Slot } from './slot'

export interface MenuProps {
  trigger: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  className?: string
  children: ReactNode
}

const panel = onDemand(() => import('./menu-panel').then((module) => module.MenuPanel))

/** A menu of actions or links behind a button. */
export function Menu({ trigger, ...content }: MenuProps) {
  const id = useId()
  const button = useRef<HTMLElement>(null)
  const [opened, setOpened] = useState<'by-pointer' | 'by-key'>()
  const close = () => setOpened(undefined)
  const Panel = panel.useWhen(opened !== undefined, close)

  function onPointerDown(event: PointerEvent) {
    if (event.button !== 0 || event.ctrlKey || event.defaultPrevented) return
    setOpened(opened ? undefined : 'by-pointer')
    if (!opened) event.preventDefault() // the focus goes into the menu, not to the button
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.defaultPrevented || !['Enter', ' ', 'ArrowDown'].includes(event.key)) return
    event.preventDefault()
    setOpened(opened && event.key !== 'ArrowDown' ? undefined : 'by-key')
  }

  return (
    <>
      <Slot
        ref={button}
        id={`${id}button`}
        aria-haspopup="menu"
        aria-expanded={opened !== undefined}
        aria-controls={Panel ? id : undefined}
        data-state={opened ? 'open' : 'closed'}
        onPointerEnter={panel.preload}
        onFocus={panel.preload}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          // A click without a pointer: assistive technology presses the button.
          if (event.detail === 0) setOpened(opened ? undefined : 'by-key')
        }}
      >
        {trigger}
      </Slot>
      {Panel && <Panel {...content} id={id} button={button} isByKey={opened === 'by-key'} close={close} />}
    </>
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

export function MenuItem(props: MenuItemProps) {
  const { Item } = useParts()
  return <Item {...props} />
}

export function MenuLabel({ children }: { children: ReactNode }) {
  const { Label } = useParts()
  return <Label>{children}</Label>
}

export function MenuSeparator() {
  const { Separator } = useParts()
  return <Separator />
}

function useParts(): MenuParts {
  const parts = useContext(MenuPartsContext)
  if (!parts) throw new Error('A menu item stands in a Menu.')
  return parts
}
