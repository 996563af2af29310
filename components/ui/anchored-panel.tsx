'use client'

import { Popover as Radix } from 'radix-ui'
import type { ReactNode, RefObject } from 'react'
import { cn } from './cn'

export interface AnchoredPanelProps {
  close: () => void
  /** The button that opens and closes it; it gets the focus back. */
  anchor: RefObject<HTMLButtonElement | null>
  /** The accessible name. */
  label: string
  align?: 'start' | 'end'
  /** On phones it stands at the bottom of the window, not at its button: for what needs the height. */
  isSheetOnPhone?: boolean
  className?: string
  children: ReactNode
}

/** An open popover that keeps the focus, with all that it holds loaded on demand: its button is a plain one. */
export function AnchoredPanel({
  close,
  anchor,
  label,
  align = 'start',
  isSheetOnPhone = false,
  ...props
}: AnchoredPanelProps) {
  const isSheet = isSheetOnPhone && window.matchMedia('(width < 48rem)').matches
  return (
    // Modal, so that it scrolls by touch where it stands over the phone's menu, and keeps the focus.
    <Radix.Root open onOpenChange={close} modal>
      {/* The anchor is drawn before this can open: the ref holds its element. */}
      <Radix.Anchor virtualRef={isSheet ? BOTTOM : (anchor as RefObject<HTMLButtonElement>)} />
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          side={isSheet ? 'top' : 'bottom'}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onInteractOutside={(event) => {
            // The button closes by itself; without this it would close and open again.
            if (event.target instanceof Node && anchor.current?.contains(event.target)) event.preventDefault()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            anchor.current?.focus()
          }}
          className={cn(
            'z-[60] max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-1rem)] animate-enter overflow-y-auto rounded-lg bg-raised shadow-pop outline-none',
            props.className,
          )}
        >
          {props.children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** The lower edge of the window. */
const BOTTOM = {
  current: { getBoundingClientRect: () => new DOMRect(0, window.innerHeight, window.innerWidth, 0) },
}
