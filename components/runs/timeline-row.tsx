'use client'

import { ChevronRight, RotateCw } from 'lucide-react'
import { memo } from 'react'
import type { StepView } from '@/server/kernel/run-view'
import { cn } from '../ui/cn'
import { Duration } from '../ui/duration'
import { STATUSES, StatusIcon } from '../ui/status'
import { Bar } from './bar'
import { rangeOf } from './child-run-link'
import { spanOf } from './segments'
import type { TimeScale } from './time-scale'
import type { TreeNode } from './tree-node'
import { holdsTime, type TreeRow } from './tree-path'
import type { ChildRun } from './use-children'

export interface TimelineRowProps {
  id: string
  row: TreeRow
  topPx: number
  heightPx: number
  scale: TimeScale
  nowMs: number
  isSelected: boolean
  /** The run that the step started. */
  child: ChildRun | undefined
  onSelect: (path: string) => void
  onToggle: (path: string) => void
}

/** One step: its place in the tree, and its bar. On a phone the bar stands below the name. */
export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { row, scale, nowMs, isSelected } = props
  const { node, depth, isOpen } = row
  const span = spanOf(node, nowMs)
  const attempts = holdsTime(node) ? 0 : (node.step?.attempts.length ?? 0)
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
        (node.status === 'queued' || node.status === 'skipped') && 'text-fg-subtle',
        node.kind === 'section' && 'bg-sunken',
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
        <Name row={row} child={props.child} />
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
          isClosedLoop={LOOPS.has(node.kind) && !isOpen}
        />
      </div>
    </div>
  )
})

const LOOPS = new Set(['forEach', 'loop'])

function Name({ row: { node }, child }: { row: TreeRow; child: ChildRun | undefined }) {
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
        {node.step && <StepMarks step={node.step} />}
      </span>
    )
  }
  const isGroup = node.kind === 'branch' || node.kind === 'item'
  const isSection = node.kind === 'section'
  const isItemGroup = node.kind === 'item' && node.mark !== undefined
  return (
    <span
      className="flex min-w-0 flex-1 items-baseline gap-1.5"
      title={node.hint ? `${node.path}: ${node.hint}` : node.path}
    >
      {node.mark !== undefined && (
        <span
          className={cn('tabular shrink-0 text-fg-subtle text-xs', node.mark.startsWith('[') && 'font-mono')}
        >
          {node.mark}
        </span>
      )}
      {!isItemGroup && (
        <span
          className={cn(
            'truncate',
            isGroup && node.status !== 'queued' && 'text-fg-muted',
            isSection && 'font-medium text-xs',
          )}
        >
          {child?.items ? `Items ${rangeOf(child.items)}` : node.label}
        </span>
      )}
      {child && <span className="tabular shrink-0 text-fg-subtle text-xs">→ run #{child.number}</span>}
      {node.step && <StepMarks step={node.step} />}
      {node.hint && <span className="min-w-0 truncate text-fg-subtle text-xs">{node.hint}</span>}
    </span>
  )
}

/** Where the result comes from when the step did not work for it here, and that a failure did no harm. */
function StepMarks({ step }: { step: StepView }) {
  const mark = markOf(step)
  return mark && <span className="shrink-0 text-2xs text-fg-subtle">{mark}</span>
}

function markOf(step: StepView): string | undefined {
  if (step.isCached) return 'cached'
  if (step.isKept) return 'kept'
  return step.status === 'failed' && step.isContinued ? 'handled' : undefined
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
  const name = nameOf(node)
  const word = node.status === 'queued' ? 'not started' : STATUSES[node.status].word.toLowerCase()
  const origin = node.step && markOf(node.step)
  const parts = [name, word, origin, node.summary, attempts > 1 ? `${attempts} attempts` : undefined]
  return parts.filter(Boolean).join(', ')
}

function nameOf({ label, mark, index, kind }: TreeNode): string {
  if (mark === undefined) return label
  if (mark.startsWith('[')) return `${label} ${index}`
  return kind === 'item' ? label : `${mark}, ${label}`
}
