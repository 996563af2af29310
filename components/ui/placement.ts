export type Side = 'top' | 'right' | 'bottom' | 'left'

interface Size {
  width: number
  height: number
}

interface Rect extends Size {
  left: number
  top: number
}

const GAP_PX = 6
const EDGE_PX = 8
const OPPOSITE: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' }

/** Where a box goes beside an anchor: on the wished side or, where only the other has room, there; never off screen. */
export function placeBeside(
  anchor: Rect,
  box: Size,
  screen: Size,
  wished: Side,
): { left: number; top: number } {
  const side = hasRoom(anchor, box, screen, wished) ? wished : OPPOSITE[wished]
  const { left, top } = beside(anchor, box, hasRoom(anchor, box, screen, side) ? side : wished)
  return {
    left: Math.round(clamp(left, screen.width - box.width - EDGE_PX)),
    top: Math.round(clamp(top, screen.height - box.height - EDGE_PX)),
  }
}

function beside(anchor: Rect, box: Size, side: Side): { left: number; top: number } {
  const middle = {
    left: anchor.left + (anchor.width - box.width) / 2,
    top: anchor.top + (anchor.height - box.height) / 2,
  }
  if (side === 'top') return { ...middle, top: anchor.top - box.height - GAP_PX }
  if (side === 'bottom') return { ...middle, top: anchor.top + anchor.height + GAP_PX }
  if (side === 'left') return { ...middle, left: anchor.left - box.width - GAP_PX }
  return { ...middle, left: anchor.left + anchor.width + GAP_PX }
}

function hasRoom(anchor: Rect, box: Size, screen: Size, side: Side): boolean {
  const { left, top } = beside(anchor, box, side)
  if (side === 'top') return top >= EDGE_PX
  if (side === 'left') return left >= EDGE_PX
  if (side === 'bottom') return top + box.height <= screen.height - EDGE_PX
  return left + box.width <= screen.width - EDGE_PX
}

function clamp(value: number, highest: number): number {
  return Math.max(EDGE_PX, Math.min(value, highest))
}
