'use client'

import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { cn } from '@/components/ui/cn'
import { type Brush, type BrushEnd, extentOf, indexAt, moveByKey, type Scale, spanOf } from './brush-rules'
import { type PlotBox, usePlotBox, usePressWithoutFocus } from './plot-box'

export interface BrushLayerProps {
  count: number
  scale: Scale
  brush: Brush | undefined
  /** `isOver`: the gesture has ended; a key that is pressed again and again is none. */
  onBrush: (brush: Brush | undefined, isOver: boolean) => void
  /** With two handles for the keyboard; one chart of several that share a brush has them. */
  hasHandles?: boolean
  /** What a bucket is called, to be read out. */
  nameOf: (index: number) => string
  children: ReactNode
}

/** A chart on which a stretch of time is chosen: by dragging across it, by a press on one bar, or with its handles. */
export function BrushLayer(props: BrushLayerProps) {
  const { count, scale, onBrush } = props
  const around = useRef<HTMLDivElement>(null)
  const box = usePlotBox(around)
  usePressWithoutFocus(around)
  const [drag, setDrag] = useState<{ from: number; to: number }>()
  const shown = drag ? spanOf(drag.from, drag.to) : props.brush

  function indexOf(event: PointerEvent): number | undefined {
    const outer = around.current?.getBoundingClientRect()
    if (!outer || !box) return undefined
    const [x, y] = [event.clientX - outer.left - box.left, event.clientY - outer.top - box.top]
    const isInside = x >= 0 && x <= box.width && y >= 0 && y <= box.height
    return isInside || drag ? indexAt(x / box.width, count, scale) : undefined
  }

  function start(event: PointerEvent) {
    const index = event.button === 0 ? indexOf(event) : undefined
    if (index !== undefined) setDrag({ from: index, to: index })
  }

  function move(event: PointerEvent<HTMLElement>) {
    if (!drag) return
    const index = indexOf(event)
    if (index === undefined || index === drag.to) return
    // From here on it is a drag, wherever the pointer goes.
    event.currentTarget.setPointerCapture(event.pointerId)
    setDrag({ ...drag, to: index })
  }

  function finish() {
    if (!drag) return
    setDrag(undefined)
    const chosen = spanOf(drag.from, drag.to)
    const isSame = props.brush?.first === chosen.first && props.brush.last === chosen.last
    onBrush(isSame ? undefined : chosen, true)
  }

  return (
    <div
      ref={around}
      className={cn('group/brush relative isolate [--table-top:0px]', box && 'touch-pan-y select-none')}
      onPointerDown={start}
      onPointerMove={move}
      onPointerUp={finish}
      onPointerCancel={() => setDrag(undefined)}
    >
      {props.children}
      {box && shown && <Band box={box} extent={extentOf(shown, count, scale)} />}
      {box && props.hasHandles && count > 1 && <Handles {...props} box={box} brush={shown} />}
    </div>
  )
}

function Band({ box, extent }: { box: PlotBox; extent: { start: number; end: number } }) {
  return (
    <span
      aria-hidden="true"
      className="pointer-events-none absolute -z-1 border-accent border-x bg-accent/12"
      style={{
        left: box.left + box.width * extent.start,
        width: box.width * (extent.end - extent.start),
        top: box.top,
        height: box.height,
      }}
    />
  )
}

function Handles({ box, brush, count, scale, nameOf, onBrush }: BrushLayerProps & { box: PlotBox }) {
  const current = brush ?? { first: 0, last: count - 1 }
  const extent = extentOf(current, count, scale)

  function press(event: KeyboardEvent, end: BrushEnd) {
    const moved = moveByKey(brush, end, event.key, count)
    if (moved === undefined || (moved === null && !brush)) return
    event.preventDefault()
    onBrush(moved ?? undefined, false)
  }

  return (['first', 'last'] as const).map((end) => (
    <span
      key={end}
      role="slider"
      tabIndex={0}
      aria-label={end === 'first' ? 'Start of the chosen time' : 'End of the chosen time'}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={count - 1}
      aria-valuenow={current[end]}
      aria-valuetext={nameOf(current[end])}
      onKeyDown={(event) => press(event, end)}
      className={cn(
        'pointer-events-none absolute -z-1 h-4 w-2 -translate-x-1/2 rounded-full border bg-surface outline-offset-2 transition-[opacity,border-color] focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-accent',
        brush
          ? 'border-accent'
          : 'border-line-strong opacity-0 focus-visible:opacity-100 group-hover/brush:opacity-100',
      )}
      style={{
        left: box.left + box.width * (end === 'first' ? extent.start : extent.end),
        top: box.top - 4,
      }}
    />
  ))
}
