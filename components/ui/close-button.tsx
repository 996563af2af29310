'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'

/**
 * Closes the dialog or sheet around it. Placed last, so that focus goes to the content first, and without a
 * tooltip, which would take the first Escape for itself.
 */
export function CloseButton() {
  return (
    <Radix.Close
      aria-label="Close"
      className="absolute top-3 right-3 grid size-7 place-items-center rounded-md text-fg-muted transition-colors hover:bg-hover hover:text-fg"
    >
      <X aria-hidden="true" className="size-4" />
    </Radix.Close>
  )
}
