import { type AttemptView, PLACES, type StepView, type WaitView } from '@/server/kernel/run-view'
import type { Span } from './time-scale'
import { isContainerKind, isSettledStatus, type TreeNode } from './tree-node'

/** A piece of a step's bar. `backoff`: the pause before another attempt. */
export interface Segment extends Span {
  kind: 'work' | 'wait' | 'backoff'
  /** 0: before the first one. */
  attempt: number
  status: AttemptView['status']
  /** Still going on. */
  isOpen: boolean
}

/** What a step did, in order of time; what has no end yet ends `nowMs`. */
export function segmentsOf(step: StepView, nowMs: number): Segment[] {
  return [
    ...step.waits.map((wait) => segmentBefore(wait, nowMs)),
    ...step.attempts.flatMap((attempt, index) => {
      const next = step.attempts[index + 1]
      return [...attemptSegments(attempt, nowMs), ...backoffAfter(step, attempt, next, nowMs)]
    }),
  ].sort((one, other) => one.from - other.from)
}

/** The step's own delay, or the queue for a place under a limit. */
function segmentBefore(wait: WaitView, nowMs: number): Segment {
  const from = ms(wait.from) ?? nowMs
  const to = Math.max(from, ms(wait.to) ?? nowMs)
  return { kind: 'wait', from, to, attempt: 0, status: 'waiting', isOpen: wait.to === undefined }
}

function attemptSegments(attempt: AttemptView, nowMs: number): Segment[] {
  const { attempt: number, status } = attempt
  const end = ms(attempt.endedAt) ?? nowMs
  const isOpen = attempt.endedAt === undefined
  const segments: Segment[] = []
  let at = ms(attempt.startedAt) ?? end
  const push = (kind: Segment['kind'], from: number, to: number, isOpenPiece: boolean) => {
    if (to > from || kind === 'work')
      segments.push({ kind, from, to, attempt: number, status, isOpen: isOpenPiece })
  }
  for (const wait of attempt.waits) {
    if (wait.kind === 'retry') continue
    const from = Math.min(ms(wait.from) ?? end, end)
    const to = Math.min(ms(wait.to) ?? end, end)
    if (from > at) push('work', at, from, false)
    push('wait', from, to, isOpen && wait.to === undefined)
    at = to
  }
  if (at < end || segments.length === 0) push('work', at, end, isOpen)
  return segments
}

function backoffAfter(
  step: StepView,
  attempt: AttemptView,
  next: AttemptView | undefined,
  nowMs: number,
): Segment[] {
  const from = ms(attempt.endedAt)
  if (from === undefined || attempt.retryAt === undefined) return []
  // A pause cut short by a resume belongs to neither generation.
  if (next && next.generation !== attempt.generation) return []
  if (!next && step.status !== 'waiting' && step.status !== 'running') return []
  const to = ms(next?.startedAt) ?? nowMs
  return [
    {
      kind: 'backoff',
      from,
      to: Math.max(from, to),
      attempt: attempt.attempt,
      status: 'waiting',
      isOpen: !next,
    },
  ]
}

/** From the first start to the last end of a step or of all in it; nothing where nothing began. */
export function spanOf(node: TreeNode, nowMs: number): Span | undefined {
  const own = node.step && ownSpan(node.step, isSettledStatus(node.status), nowMs)
  // What caught a failure runs after the step's own attempts.
  const isWhole = own && !node.step?.isCaught
  if (isWhole) return own
  const spans = node.children.flatMap((child) => spanOf(child, nowMs) ?? [])
  if (own) spans.push(own)
  if (spans.length === 0) return undefined
  return { from: Math.min(...spans.map((one) => one.from)), to: Math.max(...spans.map((one) => one.to)) }
}

function ownSpan({ attempts, waits }: StepView, isOver: boolean, nowMs: number): Span | undefined {
  const froms = [waits[0]?.from, attempts[0]?.startedAt].flatMap((iso) => ms(iso) ?? [])
  if (froms.length === 0) return undefined
  const from = Math.min(...froms)
  const last = attempts.at(-1)
  const to = ms(last?.endedAt) ?? (last ? undefined : ms(waits.at(-1)?.to)) ?? (isOver ? from : nowMs)
  return { from, to: Math.max(from, to) }
}

/** When steps worked or paused before a retry; waits count as idle. */
export function busySpans(steps: ReadonlyMap<string, StepView>, nowMs: number): Span[] {
  const callers = new Set<string>()
  for (const step of steps.values()) if (step.slot === PLACES.calls && step.parent) callers.add(step.parent)
  const spans: Span[] = []
  for (const step of steps.values()) {
    if (isContainerKind(step.kind) || callers.has(step.path)) continue
    for (const segment of segmentsOf(step, nowMs)) if (segment.kind !== 'wait') spans.push(segment)
  }
  return spans
}

export function ms(iso: string | null | undefined): number | undefined {
  return iso ? Date.parse(iso) : undefined
}
