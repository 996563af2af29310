'use client'

import { X } from 'lucide-react'
import { useContext } from 'react'
import { ModalContext } from './modal-context'

/**
 * Closes the dialog or sheet around it. Placed last, so that focus goes to the content first, and without a
 * tooltip, which would take the first Escape for itself.
 */
export function CloseButton() {
  const close = useContext(ModalContext)
  return (
    <button
      type="button"
      aria-label="Close"
      data-closes=""
      onClick={close}
      className="absolute top-3 right-3 grid size-7 place-items-center rounded-md text-fg-muted transition-colors hover:bg-hover hover:text-fg"
    >
      <X aria-hidden="true" className="size-4" />
    </button>
  )
}
