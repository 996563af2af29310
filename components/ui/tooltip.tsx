'use client'

import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { Keys } from './kbd'
import { placeBeside, type Side } from './placement'
import { Slot } from './slot'
import { useTip } from './use-tip'

export interface TooltipProps {
  content: ReactNode
  shortcut?: string | undefined
  side?: Side | undefined
  children: ReactNode
}

/** Names what it wraps. Needs one focusable child; without `content` the child stays bare. */
export function Tooltip({ content, shortcut, side = 'top', children }: TooltipProps) {
  const id = useId()
  const trigger = useRef<HTMLElement>(null)
  const tip = useRef<HTMLDivElement>(null)
  const hasContent = content !== undefined && content !== null && content !== ''
  const { isOpen, close, triggerProps } = useTip(trigger, tip)
  const isShown = isOpen && hasContent
  return (
    <>
      <Slot ref={trigger} aria-describedby={isShown ? id : undefined} {...triggerProps}>
        {children}
      </Slot>
      {isShown &&
        createPortal(
          <Tip id={id} ref={tip} trigger={trigger} side={side} onLost={close}>
            <span className="[overflow-wrap:anywhere]">{content}</span>
            {shortcut && <Keys keys={shortcut} tone="tip" />}
          </Tip>,
          document.body,
        )}
    </>
  )
}

interface TipProps {
  id: string
  ref: RefObject<HTMLDivElement | null>
  trigger: RefObject<HTMLElement | null>
  side: Side
  /** What it names has moved or is gone. */
  onLost: () => void
  children: ReactNode
}

/** In the browser's top layer where there is one, so that no dialog or scrolling pane covers it. */
function Tip({ id, ref, trigger, side, onLost, children }: TipProps) {
  // After every render, for the text may have changed its size.
  useLayoutEffect(() => {
    const tip = ref.current
    const anchor = trigger.current?.getBoundingClientRect()
    if (!tip || !anchor) return
    if (tip.showPopover && !tip.matches(':popover-open')) tip.showPopover()
    const screen = { width: document.documentElement.clientWidth, height: window.innerHeight }
    const place = placeBeside(anchor, { width: tip.offsetWidth, height: tip.offsetHeight }, screen, side)
    tip.style.left = `${place.left}px`
    tip.style.top = `${place.top}px`
  })
  useLayoutEffect(() => {
    const onScroll = (event: Event) => {
      if (event.target instanceof Node && event.target.contains(trigger.current)) onLost()
    }
    window.addEventListener('scroll', onScroll, { capture: true, passive: true })
    window.addEventListener('resize', onLost)
    return () => {
      window.removeEventListener('scroll', onScroll, { capture: true })
      window.removeEventListener('resize', onLost)
    }
  })
  return (
    <div
      ref={ref}
      id={id}
      role="tooltip"
      popover="manual"
      className="pointer-events-auto fixed inset-auto top-0 left-0 z-[70] m-0 flex w-max max-w-[min(20rem,calc(100vw-1rem))] animate-fade items-center gap-2 overflow-visible rounded-md bg-tip px-2 py-1 text-tip-fg text-xs"
    >
      {children}
    </div>
  )
}
