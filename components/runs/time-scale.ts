/** A stretch of time in milliseconds since the epoch. */
export interface Span {
  from: number
  to: number
}

/** An idle stretch that is drawn narrower than it was. */
export interface Fold extends Span {
  /** Where it begins and ends on the axis, 0 to 1. */
  start: number
  end: number
}

export interface TimeScale {
  /** Where a moment stands on the axis, 0 to 1. */
  position(atMs: number): number
  folds: Fold[]
  /** Marks at round distances from the start; none inside folds. */
  ticks: { position: number; offsetMs: number }[]
}

export interface TimeScaleOptions {
  span: Span
  /** When something worked; the rest is idle. */
  busy: readonly Span[]
  /** Draws long idle stretches narrow, so that the work between can be seen. */
  foldsIdle: boolean
}

const FOLD_SHARE = 0.1
/** Idle shorter than this, or than this share of the busy time, stays as it is. */
const WORTH_FOLDING_MS = 5_000
const WORTH_FOLDING = 0.4
const TICKS = 6

/** Maps time to the axis of a timeline: straight, or with idle stretches folded. */
export function createTimeScale({ span, busy, foldsIdle }: TimeScaleOptions): TimeScale {
  const parts = partsOf(span, busy, foldsIdle)
  const position = (atMs: number) => {
    const at = Math.min(Math.max(atMs, span.from), span.to)
    const part = parts.find((one) => at <= one.to) ?? parts.at(-1)
    if (!part) return 0
    const share = part.to === part.from ? 0 : (at - part.from) / (part.to - part.from)
    return part.start + share * (part.end - part.start)
  }
  const folds = parts
    .filter((part) => part.isFold)
    .map(({ from, to, start, end }) => ({ from, to, start, end }))
  return { position, folds, ticks: ticksOf(span, folds, position) }
}

interface Part extends Fold {
  isFold: boolean
}

function partsOf(span: Span, busy: readonly Span[], foldsIdle: boolean): Part[] {
  const whole = [{ ...span, start: 0, end: 1, isFold: false }]
  if (!foldsIdle || span.to <= span.from) return whole
  const work = merged(busy, span)
  const busyMs = work.reduce((sum, { from, to }) => sum + to - from, 0)
  const gaps = gapsBetween(work, span).filter(
    ({ from, to }) => to - from > Math.max(busyMs * WORTH_FOLDING, WORTH_FOLDING_MS),
  )
  if (gaps.length === 0 || busyMs === 0) return whole
  const foldedMs = gaps.reduce((sum, { from, to }) => sum + to - from, 0)
  const foldShare = Math.min(FOLD_SHARE, 0.5 / gaps.length)
  const perMs = (1 - foldShare * gaps.length) / (span.to - span.from - foldedMs)
  const parts: Part[] = []
  let at = span.from
  let start = 0
  for (const gap of [...gaps, { from: span.to, to: span.to }]) {
    const end = start + (gap.from - at) * perMs
    if (gap.from > at) parts.push({ from: at, to: gap.from, start, end, isFold: false })
    if (gap.to > gap.from) parts.push({ ...gap, start: end, end: end + foldShare, isFold: true })
    start = gap.to > gap.from ? end + foldShare : end
    at = gap.to
  }
  return parts
}

/** Overlapping stretches put together, cut to the span. */
function merged(spans: readonly Span[], bounds: Span): Span[] {
  const sorted = spans
    .map(({ from, to }) => ({ from: Math.max(from, bounds.from), to: Math.min(to, bounds.to) }))
    .filter(({ from, to }) => to >= from)
    .sort((one, other) => one.from - other.from)
  const result: Span[] = []
  for (const next of sorted) {
    const last = result.at(-1)
    if (last && next.from <= last.to) last.to = Math.max(last.to, next.to)
    else result.push({ ...next })
  }
  return result
}

function gapsBetween(work: readonly Span[], span: Span): Span[] {
  const edges = [span.from, ...work.flatMap(({ from, to }) => [from, to]), span.to]
  const gaps: Span[] = []
  for (let index = 0; index < edges.length; index += 2) {
    const from = edges[index] ?? span.to
    const to = edges[index + 1] ?? span.to
    if (to > from) gaps.push({ from, to })
  }
  return gaps
}

const ROUND_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
  600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 21_600_000, 43_200_000, 86_400_000,
  172_800_000, 604_800_000, 2_592_000_000,
]

function ticksOf(span: Span, folds: readonly Fold[], position: (atMs: number) => number): TimeScale['ticks'] {
  const shownMs = span.to - span.from - folds.reduce((sum, { from, to }) => sum + to - from, 0)
  const stepMs = ROUND_MS.find((candidate) => shownMs / candidate <= TICKS) ?? 31_536_000_000
  const ticks: TimeScale['ticks'] = []
  for (let offsetMs = 0; span.from + offsetMs <= span.to; offsetMs += stepMs) {
    const at = span.from + offsetMs
    const fold = folds.find(({ from, to }) => at > from && at < to)
    // The next mark after a fold, without walking through years of waiting.
    if (fold) offsetMs = Math.floor((fold.to - span.from) / stepMs) * stepMs
    else ticks.push({ position: position(at), offsetMs })
  }
  return apart(ticks).filter((tick) =>
    folds.every(({ start }) => tick.position >= start || start - tick.position > NEAREST),
  )
}

const NEAREST = 0.06

function apart(ticks: TimeScale['ticks']): TimeScale['ticks'] {
  let last = Number.NEGATIVE_INFINITY
  return ticks.filter(({ position }) => {
    if (position - last < NEAREST || position > 0.93) return false
    last = position
    return true
  })
}
