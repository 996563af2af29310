'use client'

import { type RefObject, useEffect, useState } from 'react'

/** Where a chart draws, in pixels of the element around it. */
export interface PlotBox {
  left: number
  top: number
  width: number
  height: number
}

/** The part of a chart between its axes, which only the drawn chart knows; undefined while there is none. */
export function usePlotBox(around: RefObject<HTMLElement | null>): PlotBox | undefined {
  const [box, setBox] = useState<PlotBox>()
  useEffect(() => {
    const element = around.current
    if (!element) return
    const measure = () => setBox((before) => sameOr(before, measured(element)))
    const resized = new ResizeObserver(measure)
    resized.observe(element)
    // The chart comes after its code, and goes when its numbers are shown as a table.
    const changed = new MutationObserver(measure)
    changed.observe(element, { childList: true, subtree: true })
    measure()
    return () => {
      resized.disconnect()
      changed.disconnect()
    }
  }, [around])
  return box
}

/** A press on the drawing is no wish to go through its values by keyboard, for which it would take the focus. */
export function usePressWithoutFocus(around: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = around.current
    const pressed = (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest('.recharts-wrapper')) event.preventDefault()
    }
    element?.addEventListener('mousedown', pressed)
    return () => element?.removeEventListener('mousedown', pressed)
  }, [around])
}

function measured(element: HTMLElement): PlotBox | undefined {
  const plot = element.querySelector('.recharts-cartesian-grid')?.getBoundingClientRect()
  if (!plot || plot.width === 0) return undefined
  const outer = element.getBoundingClientRect()
  return {
    left: plot.left - outer.left,
    top: plot.top - outer.top,
    width: plot.width,
    height: plot.height,
  }
}

function sameOr(before: PlotBox | undefined, now: PlotBox | undefined): PlotBox | undefined {
  const isSame =
    before?.left === now?.left &&
    before?.top === now?.top &&
    before?.width === now?.width &&
    before?.height === now?.height
  return isSame ? before : now
}
