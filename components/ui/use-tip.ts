import { type HTMLAttributes, type RefObject, useEffect, useRef, useState } from 'react'

const DELAY_MS = 350
/** Along a row of buttons, the next name comes at once. */
const SKIP_DELAY_MS = 200
/** Time to move from what is named over the gap onto the name. */
const LEAVE_MS = 120

type ElementRef = RefObject<HTMLElement | null>

let closedAtMs = Number.NEGATIVE_INFINITY
let shown: { close: () => void } | undefined

/**
 * When a tip shows: while the mouse rests on its trigger or the keyboard's focus is there. It goes with both, on
 * a press, and on Escape, which then does nothing else; the pointer may move onto it.
 */
export function useTip(trigger: ElementRef, tip: ElementRef) {
  const [isOpen, setOpen] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // A press is an answer: no tip until the pointer has left.
  const isQuiet = useRef(false)
  const self = useRef({ close: () => setOpen(false) })

  function open() {
    clearTimeout(timer.current)
    if (shown !== self.current) shown?.close()
    shown = self.current
    setOpen(true)
  }

  function close() {
    clearTimeout(timer.current)
    timer.current = undefined
    if (shown !== self.current) return
    shown = undefined
    closedAtMs = performance.now()
    setOpen(false)
  }

  useEffect(() => {
    const mine = self.current
    return () => {
      clearTimeout(timer.current)
      if (shown === mine) shown = undefined
    }
  }, [])
  useWhileOpen(isOpen, close, trigger, tip)

  const triggerProps: HTMLAttributes<HTMLElement> = {
    onPointerMove: (event) => {
      if (event.pointerType === 'touch' || isOpen || isQuiet.current || timer.current !== undefined) return
      const isNextInRow = performance.now() - closedAtMs < SKIP_DELAY_MS
      timer.current = setTimeout(open, isNextInRow ? 0 : DELAY_MS)
    },
    onPointerLeave: () => {
      isQuiet.current = false
      if (!isOpen) close()
    },
    onPointerDown: () => {
      isQuiet.current = true
      close()
    },
    onClick: close,
    onFocus: (event) => {
      if (event.target === event.currentTarget && event.target.matches(':focus-visible')) open()
    },
    onBlur: close,
  }
  return { isOpen, close, triggerProps }
}

function useWhileOpen(isOpen: boolean, close: () => void, trigger: ElementRef, tip: ElementRef) {
  const latest = useRef(close)
  useEffect(() => {
    latest.current = close
  })
  useEffect(() => {
    if (!isOpen) return
    let leaving: ReturnType<typeof setTimeout> | undefined
    // Not the trigger's own event: a button that is disabled meanwhile gets none.
    const onPointer = (event: Event) => {
      clearTimeout(leaving)
      const isInside = [trigger, tip].some(
        (element) => event.target instanceof Node && element.current?.contains(event.target),
      )
      const isFocused = trigger.current?.matches(':focus-visible')
      if (!isInside && !isFocused) leaving = setTimeout(() => latest.current(), LEAVE_MS)
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      latest.current()
    }
    document.addEventListener('pointerover', onPointer)
    document.documentElement.addEventListener('pointerleave', onPointer)
    // Before the listeners of dialogs and menus, which sit on the document.
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => {
      clearTimeout(leaving)
      document.removeEventListener('pointerover', onPointer)
      document.documentElement.removeEventListener('pointerleave', onPointer)
      window.removeEventListener('keydown', onKeyDown, { capture: true })
    }
  }, [isOpen, trigger, tip])
}
