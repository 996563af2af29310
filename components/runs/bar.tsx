'use client'

import { cn } from '../ui/cn'
import { Duration } from '../ui/duration'
import type { Status } from '../ui/status'
import { STATUSES } from '../ui/status'
import { TONE_FILL, type Tone } from '../ui/tone'
import { type Segment, segmentsOf } from './segments'
import type { Span, TimeScale } from './time-scale'
import type { TreeNode } from './tree-node'
import { holdsTime } from './tree-path'

export interface BarProps {
  node: TreeNode
  span: Span | undefined
  scale: TimeScale
  nowMs: number
  /** A closed loop shows its items as one band, failed ones marked. */
  isClosedLoop: boolean
}

/** When a step worked, waited, and paused before a retry; its duration at the end. */
export function Bar({ node, span, scale, nowMs, isClosedLoop }: BarProps) {
  if (!span) return null
  const isGroup = holdsTime(node)
  const end = scale.position(span.to)
  return (
    <div aria-hidden="true" className="absolute inset-0">
      {isGroup ? (
        <GroupBar node={node} span={span} scale={scale} />
      ) : (
        node.step &&
        segmentsOf(node.step, nowMs).map((segment) => (
          <Piece key={`${segment.attempt}:${segment.kind}:${segment.from}`} segment={segment} scale={scale} />
        ))
      )}
      {isClosedLoop && <FailureMarks node={node} scale={scale} nowMs={nowMs} />}
      <span
        className="absolute inset-y-0 flex items-center pl-1.5 text-2xs text-fg-subtle max-md:hidden"
        style={{ left: `${end * 100}%` }}
      >
        <Duration durationMs={Math.max(0, span.to - span.from)} />
      </span>
    </div>
  )
}

const MIN_PX = 3

function place(scale: TimeScale, { from, to }: Span) {
  const left = scale.position(from)
  return { left: `${left * 100}%`, width: `max(${MIN_PX}px, ${(scale.position(to) - left) * 100}%)` }
}

function Piece({ segment, scale }: { segment: Segment; scale: TimeScale }) {
  const style = place(scale, segment)
  if (segment.kind === 'backoff') {
    return (
      <span
        title={`Pause before attempt ${segment.attempt + 1}`}
        className="absolute top-1/2 h-0 border-fg-subtle border-t border-dashed"
        style={style}
      />
    )
  }
  if (segment.kind === 'wait') {
    return (
      <span
        className={cn(
          'absolute top-1/2 h-3.5 -translate-y-1/2 rounded-[3px] border border-warning-line bg-[repeating-linear-gradient(135deg,var(--warning-line)_0_2px,var(--warning-soft)_2px_6px)] max-md:h-2',
          segment.isOpen && 'rounded-r-none border-r-2 border-r-warning',
        )}
        style={style}
      />
    )
  }
  return (
    <span
      className={cn(
        'absolute top-1/2 h-3.5 -translate-y-1/2 rounded-[3px] max-md:h-2',
        TONE_FILL[toneOf(segment.status)],
        segment.isOpen && 'animate-shimmer rounded-r-none',
      )}
      style={style}
    />
  )
}

function GroupBar({ node, span, scale }: { node: TreeNode; span: Span; scale: TimeScale }) {
  return (
    <span
      className={cn(
        'absolute top-1/2 h-1.5 -translate-y-1/2 rounded-full opacity-45',
        TONE_FILL[STATUSES[node.status].tone],
      )}
      style={place(scale, span)}
    />
  )
}

/** Where items of a closed loop failed. */
function FailureMarks({ node, scale, nowMs }: { node: TreeNode; scale: TimeScale; nowMs: number }) {
  const failed = node.children.filter((child) => child.status === 'failed').slice(0, 50)
  return failed.map((child) => {
    const end = child.step?.attempts.at(-1)?.endedAt
    const at = scale.position(end ? Date.parse(end) : nowMs)
    return (
      <span
        key={child.path}
        className="absolute top-1/2 h-3.5 w-[3px] -translate-y-1/2 rounded-full bg-danger"
        style={{ left: `calc(${at * 100}% - 1.5px)` }}
      />
    )
  })
}

function toneOf(status: Segment['status']): Tone {
  return status === 'interrupted' ? 'neutral' : STATUSES[status satisfies Status].tone
}
