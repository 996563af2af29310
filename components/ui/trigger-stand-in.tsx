import { type Ref, type RefObject, useLayoutEffect } from 'react'
import { attachRef } from './slot'

/**
 * Stands where Radix wants its trigger and hands it one that is drawn elsewhere: for placing the panel beside it,
 * telling a press on it from one outside, and returning the focus to it.
 */
export function TriggerStandIn({
  trigger,
  ref,
}: {
  trigger: RefObject<HTMLElement | null>
  ref?: Ref<HTMLElement>
}) {
  useLayoutEffect(() => {
    // Never taken back: the focus returns to the trigger after this has left the page.
    attachRef(ref, trigger.current)
  }, [ref, trigger])
  return null
}
