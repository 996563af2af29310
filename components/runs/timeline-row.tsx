'use client'

import { ChevronRight, RotateCw } from 'lucide-react'
import { memo } from 'react'
import { cn } from '../ui/cn'
import { Duration } from '../ui/duration'
import { STATUSES, StatusIcon } from '../ui/status'
import { Bar } from './bar'
import { spanOf } from './segments'
import type { TreeRow } from './step-tree'
import type { TimeScale } from './time-scale'

export interface TimelineRowProps {
  id: string
  row: TreeRow
  topPx: number
  heightPx: number
  scale: TimeScale
  nowMs: number
  isSelected: boolean
  onSelect: (path: string) => void
  onToggle: (path: string) => void
}

/** One step: its place in the tree, and its bar. On a phone the bar stands below the name. */
export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { row, scale, nowMs, isSelected } = props
  const { node, depth, isOpen } = row
  const span = spanOf(node, nowMs)
  const isContainer = node.kind === 'parallel' || node.kind === 'forEach'
  const attempts = isContainer ? 0 : (node.step?.attempts.length ?? 0)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys, for rows come and go with scrolling
    <div
      id={props.id}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isSelected}
      aria-expanded={node.children.length > 0 ? isOpen : undefined}
      aria-label={labelOf(row, attempts)}
      onClick={() => props.onSelect(node.path)}
      tabIndex={-1}
      style={{ top: props.topPx, height: props.heightPx }}
      className={cn(
        'absolute inset-x-0 flex cursor-pointer items-stretch border-b text-sm max-md:flex-col',
        isSelected
          ? 'bg-accent-soft outline-accent -outline-offset-2 group-focus-visible/tree:outline-2'
          : 'hover:bg-hover',
        node.status === 'queued' && 'text-fg-subtle',
      )}
    >
      <div
        className="flex min-w-0 shrink-0 items-center gap-2 pr-3 max-md:h-7 max-md:pt-1 md:w-[17rem] lg:w-[19rem]"
        style={{ paddingLeft: `${12 + depth * 16}px` }}
      >
        <Toggle
          isOpen={isOpen}
          isShown={node.children.length > 0}
          onToggle={() => props.onToggle(node.path)}
        />
        <StatusIcon status={node.status} />
        <Name row={row} />
        {attempts > 1 && (
          <span
            className="tabular flex shrink-0 items-center gap-0.5 text-2xs text-fg-subtle"
            title={`${attempts} attempts`}
          >
            <RotateCw className="size-3" aria-hidden="true" />
            {attempts}
          </span>
        )}
        <span className="ml-auto shrink-0 text-fg-subtle text-xs md:hidden">
          {span && <Duration durationMs={span.to - span.from} />}
        </span>
      </div>
      <div className="relative flex-1 max-md:mx-4 max-md:mb-2 md:mr-16">
        <Bar
          node={node}
          span={span}
          scale={scale}
          nowMs={nowMs}
          isClosedLoop={node.kind === 'forEach' && !isOpen}
        />
      </div>
    </div>
  )
})

function Name({ row: { node } }: { row: TreeRow }) {
  if (node.summary) {
    return (
      <span className="flex min-w-0 flex-1 items-baseline gap-2">
        <span className="min-w-0 truncate">{node.label}</span>
        <span className="tabular shrink-0 text-fg-subtle text-xs">
          {node.summary.split(', ').map((part) => (
            <span key={part} className={part.endsWith('failed') ? 'text-danger-text' : undefined}>
              {part.endsWith('failed') && ', '}
              {part}
            </span>
          ))}
        </span>
      </span>
    )
  }
  const isGroup = node.kind === 'branch' || node.kind === 'item'
  return (
    <span
      className="flex min-w-0 flex-1 items-baseline gap-1.5"
      title={node.hint ? `${node.path}: ${node.hint}` : node.path}
    >
      {node.index !== undefined && (
        <span className="tabular shrink-0 font-mono text-fg-subtle text-xs">[{node.index}]</span>
      )}
      {node.kind !== 'item' && (
        <span className={cn('truncate', isGroup && node.status !== 'queued' && 'text-fg-muted')}>
          {node.label}
        </span>
      )}
      {node.hint && <span className="min-w-0 truncate text-fg-subtle text-xs">{node.hint}</span>}
    </span>
  )
}

function Toggle({ isOpen, isShown, onToggle }: { isOpen: boolean; isShown: boolean; onToggle: () => void }) {
  if (!isShown) return <span className="w-4 shrink-0" />
  return (
    <button
      type="button"
      // The tree's arrow keys do the same; the row's label tells whether it is open.
      tabIndex={-1}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation()
        onToggle()
      }}
      className="-m-1 grid size-6 shrink-0 place-items-center rounded-sm text-fg-subtle hover:text-fg"
    >
      <ChevronRight className={cn('size-3.5 transition-transform', isOpen && 'rotate-90')} />
    </button>
  )
}

function labelOf({ node }: TreeRow, attempts: number): string {
  const name = node.index === undefined ? node.label : `${node.label} ${node.index}`
  const word = node.status === 'queued' ? 'not started' : STATUSES[node.status].word.toLowerCase()
  const parts = [name, word, node.summary, attempts > 1 ? `${attempts} attempts` : undefined]
  return parts.filter(Boolean).join(', ')
}
