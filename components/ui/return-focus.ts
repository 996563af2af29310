import type { RefObject } from 'react'

/** Where a modal closes: the focus goes back to what opened it, as long as that is still on the page. */
export function focusAgain(event: Event, returnTo: RefObject<HTMLElement | null>) {
  event.preventDefault()
  if (returnTo.current?.isConnected) returnTo.current.focus()
}
