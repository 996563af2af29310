'use client'

import { type ReactNode, useId, useRef } from 'react'
import { onDemand } from './on-demand'
import { Slot } from './slot'
import { useControlled } from './use-controlled'

export interface PopoverProps {
  trigger: ReactNode
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  /** The accessible name of the panel. */
  label: string
  className?: string
  children: ReactNode
}

const panel = onDemand(() => import('./popover-panel').then((module) => module.PopoverPanel))

export function Popover({ trigger, isOpen: given, onOpenChange, ...content }: PopoverProps) {
  const id = useId()
  const button = useRef<HTMLElement>(null)
  const [isOpen, setOpen] = useControlled(given, false, onOpenChange)
  const close = () => setOpen(false)
  const Panel = panel.useWhen(isOpen, close)
  return (
    <>
      <Slot
        ref={button}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-controls={Panel ? id : undefined}
        data-state={isOpen ? 'open' : 'closed'}
        onPointerEnter={panel.preload}
        onFocus={panel.preload}
        onClick={() => setOpen(!isOpen)}
      >
        {trigger}
      </Slot>
      {Panel && <Panel {...content} id={id} button={button} close={close} />}
    </>
  )
}
