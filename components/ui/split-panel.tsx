'use client'

import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { cn } from './cn'

export interface SplitPanelProps {
  /** Remembers the width under this name in the browser. */
  id: string
  /** The accessible name of the bar: "Resize inspector". */
  label: string
  start: ReactNode
  end: ReactNode
  /** The side whose width is kept; the other takes the rest. */
  sized?: 'start' | 'end'
  defaultPx?: number
  minPx?: number
  maxPx?: number
  className?: string
}

const KEY_STEP_PX = 24

/** Two panes with a bar to drag or move by arrow keys; double-click resets. Below 768 px they stack. */
export function SplitPanel(props: SplitPanelProps) {
  const { sized = 'end', defaultPx = 420, minPx = 260, maxPx = 860 } = props
  const storageKey = `pawl.split.${props.id}`
  const stored = useSyncExternalStore(
    subscribeNever,
    () => readWidth(storageKey),
    () => undefined,
  )
  const [chosenPx, setChosenPx] = useState<number>()
  const drag = useRef<{ x: number; widthPx: number }>(undefined)
  const clamp = (px: number) => Math.round(Math.min(maxPx, Math.max(minPx, px)))
  const widthPx = clamp(chosenPx ?? stored ?? defaultPx)
  const direction = sized === 'end' ? -1 : 1

  function choose(px: number) {
    setChosenPx(clamp(px))
    localStorage.setItem(storageKey, String(clamp(px)))
  }

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { x: event.clientX, widthPx }
  }

  function onPointerMove(event: PointerEvent) {
    if (drag.current) choose(drag.current.widthPx + (event.clientX - drag.current.x) * direction)
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -KEY_STEP_PX, ArrowRight: KEY_STEP_PX }[event.key]
    if (step) choose(widthPx + step * direction)
    else if (event.key === 'Home') choose(minPx)
    else if (event.key === 'End') choose(maxPx)
    else return
    event.preventDefault()
  }

  const pane = (side: 'start' | 'end') => ({
    className: cn('min-h-0 min-w-0', side === sized ? 'shrink-0 max-md:w-full!' : 'flex-1'),
    style: side === sized ? { width: widthPx } : undefined,
  })
  return (
    <div className={cn('flex min-h-0 min-w-0 max-md:flex-col', props.className)}>
      <div {...pane('start')}>{props.start}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: a window splitter is a focusable separator, which hr is not */}
      <div
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={props.label}
        aria-valuenow={widthPx}
        aria-valuemin={minPx}
        aria-valuemax={maxPx}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          drag.current = undefined
        }}
        onDoubleClick={() => choose(defaultPx)}
        onKeyDown={onKeyDown}
        className="relative z-[2] w-px shrink-0 cursor-col-resize touch-none bg-line transition-colors after:absolute after:inset-y-0 after:-left-1 after:w-[9px] hover:bg-accent focus-visible:bg-accent max-md:hidden"
      />
      <div {...pane('end')}>{props.end}</div>
    </div>
  )
}

const subscribeNever = () => () => {}

function readWidth(key: string): number | undefined {
  const value = Number(localStorage.getItem(key))
  return value > 0 ? value : undefined
}
