import type { TimeWindow } from './overview-address'

/** The first and the last brushed bucket, both included. */
export interface Brush {
  first: number
  last: number
}

interface Bucket {
  startsAt: string
  endsAt: string
}

/** Bars stand in bands side by side; points of lines stand at the ends of equal steps. */
export type Scale = 'band' | 'point'

/** Which buckets a window covers, wholly or in part; undefined: none of these. */
export function brushOf(buckets: readonly Bucket[], window: TimeWindow | undefined): Brush | undefined {
  if (!window) return undefined
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)]
  const isIn = (bucket: Bucket) => Date.parse(bucket.startsAt) < to && Date.parse(bucket.endsAt) > from
  const first = buckets.findIndex(isIn)
  return first < 0 ? undefined : { first, last: buckets.findLastIndex(isIn) }
}

export function windowOfBrush(buckets: readonly Bucket[], { first, last }: Brush): TimeWindow | undefined {
  const [start, end] = [buckets[first], buckets[last]]
  return start && end && { from: start.startsAt, to: end.endsAt }
}

/** The bucket under the pointer; `share` is how far it is across the plot, 0 to 1. */
export function indexAt(share: number, count: number, scale: Scale): number {
  const index = scale === 'band' ? Math.floor(share * count) : Math.round(share * (count - 1))
  return Math.min(count - 1, Math.max(0, index))
}

/** The part of the plot that a brush covers, 0 to 1. */
export function extentOf(
  { first, last }: Brush,
  count: number,
  scale: Scale,
): { start: number; end: number } {
  if (scale === 'band' || count < 2) return { start: first / count, end: (last + 1) / count }
  const at = (position: number) => Math.min(1, Math.max(0, position / (count - 1)))
  return { start: at(first - 0.5), end: at(last + 0.5) }
}

export function spanOf(one: number, other: number): Brush {
  return { first: Math.min(one, other), last: Math.max(one, other) }
}

export type BrushEnd = 'first' | 'last'

/** Where a key puts one end of the brush; null: the brush is given up; undefined: the key means nothing here. */
export function moveByKey(
  brush: Brush | undefined,
  end: BrushEnd,
  key: string,
  count: number,
): Brush | null | undefined {
  if (key === 'Escape') return null
  const current = brush ?? { first: 0, last: count - 1 }
  const target = targetOf(key, current[end], count)
  if (target === undefined) return undefined
  const moved =
    end === 'first'
      ? { ...current, first: Math.min(target, current.last) }
      : { ...current, last: Math.max(target, current.first) }
  return moved.first === 0 && moved.last === count - 1 ? null : moved
}

function targetOf(key: string, at: number, count: number): number | undefined {
  const within = (index: number) => Math.min(count - 1, Math.max(0, index))
  const page = Math.max(2, Math.round(count / 8))
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return within(at - 1)
    case 'ArrowRight':
    case 'ArrowUp':
      return within(at + 1)
    case 'PageDown':
      return within(at - page)
    case 'PageUp':
      return within(at + page)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
