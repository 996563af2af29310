import type { Tone } from '@/components/ui/tone'

/** How a figure moved against the period before. */
export interface Change {
  direction: 'up' | 'down' | 'same'
  /** `12%`, `1.5 points`, `3 times`. */
  text: string
  tone: Tone
}

/** Which way is better; undefined: neither. */
export type Better = 'up' | 'down' | undefined

/** Against a figure of the period before; undefined where there is nothing to compare with. */
export function changeOf(
  current: number | null,
  previous: number | null,
  better: Better,
): Change | undefined {
  if (current === null || previous === null || previous === 0) return undefined
  const ratio = current / previous
  if (ratio >= 3) return told('up', `${shown(ratio)}×`, better)
  const percent = Math.round(Math.abs(ratio - 1) * 100)
  if (percent === 0) return told('same', 'No change', better)
  return told(ratio > 1 ? 'up' : 'down', `${percent}%`, better)
}

/** Against a share of the period before, in points of a hundred. */
export function changeOfShare(
  current: number | null,
  previous: number | null,
  better: Better,
): Change | undefined {
  if (current === null || previous === null) return undefined
  const points = Math.round((current - previous) * 1_000) / 10
  if (points === 0) return told('same', 'No change', better)
  const size = Math.abs(points)
  return told(points > 0 ? 'up' : 'down', `${shown(size)} ${size === 1 ? 'point' : 'points'}`, better)
}

function told(direction: Change['direction'], text: string, better: Better): Change {
  if (direction === 'same' || better === undefined) return { direction, text, tone: 'neutral' }
  return { direction, text, tone: direction === better ? 'success' : 'danger' }
}

function shown(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '')
}
