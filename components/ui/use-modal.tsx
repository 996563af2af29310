import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef } from 'react'
import { Slot } from './slot'
import { useControlled } from './use-controlled'

export interface ModalProps {
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  /** A button that opens it, where it is not controlled. */
  trigger?: ReactNode
}

/** What an open modal needs of what opened it. */
export interface ModalPanelProps {
  id: string
  close: () => void
  /** Where the focus goes back to. */
  returnTo: RefObject<HTMLElement | null>
}

/** The state and the trigger of a dialog or sheet; its panel is fetched when it opens. */
export function useModal(props: ModalProps, preload: () => void) {
  const id = useId()
  const [isOpen, setOpen] = useControlled(props.isOpen, false, props.onOpenChange)
  const returnTo = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    if (isOpen) returnTo.current = openerOf(document.activeElement)
  }, [isOpen])
  const trigger = props.trigger && (
    <Slot
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      aria-controls={isOpen ? id : undefined}
      onPointerEnter={preload}
      onFocus={preload}
      onClick={(event) => {
        // Not every browser focuses the button that it presses, and the focus must find back.
        event.currentTarget.focus()
        setOpen(true)
      }}
    >
      {props.trigger}
    </Slot>
  )
  return { id, isOpen, close: () => setOpen(false), returnTo, trigger }
}

/** A menu is gone when the dialog that it opened closes: its button is there still. */
function openerOf(active: Element | null): HTMLElement | null {
  const menu = active?.closest('[role="menu"]')
  const opener = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : active
  return opener instanceof HTMLElement && opener !== document.body ? opener : null
}
