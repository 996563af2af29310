'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { RunView } from '@/server/kernel/run-view'
import { usePaletteActions } from '../shell/command-palette/palette-context'
import { cn } from '../ui/cn'
import { Empty } from '../ui/empty'
import { moveOf, type TreeRowShape } from '../ui/tree-rows'
import { useIsPhone } from '../ui/use-is-phone'
import { useNow } from '../ui/use-now'
import type { Run } from './run'
import { busySpans, ms } from './segments'
import { buildTree, type Plan } from './step-tree'
import { createTimeScale } from './time-scale'
import { TimelineGrid, TimelineHead } from './timeline-head'
import { TimelineRow } from './timeline-row'
import { revealed, type TreeRow, visibleRows } from './tree-path'
import { childRunOf, useChildrenById } from './use-children'

export interface TimelineProps {
  run: Run
  view: RunView
  plan: Plan
  isLive: boolean
  selected: string | undefined
  /** Opens the way to a step and scrolls to it; a new object asks again. */
  reveal: { path: string } | undefined
  onSelect: (path: string) => void
}

const ROW_PX = 34
const PHONE_ROW_PX = 46
/** Fewer rows than this are all drawn on a phone, so that the page scrolls as one. */
const PHONE_WHOLE_ROWS = 80
const TICK_MS = 250

/** The steps of a run as a tree, each with its bar on one axis of time. Draws only the rows in view. */
export function Timeline(props: TimelineProps) {
  const { run, view, plan, isLive, selected, onSelect } = props
  const isPhone = useIsPhone()
  const [foldsIdle, setFoldsIdle] = useState(true)
  const scroller = useRef<HTMLDivElement>(null)
  usePaletteActions(
    useMemo(
      () => [
        {
          label: foldsIdle ? 'Show idle time' : 'Fold idle time',
          keywords: 'timeline waits',
          onSelect: () => setFoldsIdle(!foldsIdle),
        },
      ],
      [foldsIdle],
    ),
  )
  const tree = useMemo(() => buildTree(view.steps, plan), [view.steps, plan])
  const { rows, toggle } = useRows(tree, props.reveal)
  const children = useChildrenById(run.id, run.childCount > 0)
  const nowMs = useNow(TICK_MS, isLive) ?? 0
  const scale = useScale(run, view, isLive, nowMs, foldsIdle)
  const rowPx = isPhone ? PHONE_ROW_PX : ROW_PX
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
    getItemKey: (index) => rows[index]?.node.path ?? index,
  })
  useScrollTo(virtualizer, rows, props.reveal)
  const { onKeyDown, onRowSelect } = useTreeKeys({
    rows,
    selected,
    onSelect,
    toggle,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
  })

  if (rows.length === 0) {
    return (
      <Empty
        size="sm"
        className="m-4"
        title="No steps yet"
        text="The run has not begun. Its steps appear here as they start."
      />
    )
  }
  const isBounded = !isPhone || rows.length > PHONE_WHOLE_ROWS
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <TimelineHead scale={scale} foldsIdle={foldsIdle} onFoldsIdle={setFoldsIdle} />
      <div
        ref={scroller}
        role="tree"
        aria-label="Steps"
        tabIndex={0}
        aria-activedescendant={
          selected && rows.some((row) => row.node.path === selected) ? rowId(selected) : undefined
        }
        onKeyDown={onKeyDown}
        className={cn(
          'group/tree min-h-0 flex-1 overflow-x-hidden outline-none',
          !selected && 'focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]',
          isBounded && 'overflow-y-auto max-md:h-[70dvh]',
        )}
      >
        <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
          <TimelineGrid scale={scale} />
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index]
            return (
              row && (
                <TimelineRow
                  key={item.key}
                  id={rowId(row.node.path)}
                  row={row}
                  topPx={item.start}
                  heightPx={rowPx}
                  scale={scale}
                  nowMs={nowMs}
                  isSelected={row.node.path === selected}
                  child={children.get(childRunOf(row.node.step) ?? '')}
                  onSelect={onRowSelect}
                  onToggle={toggle}
                />
              )
            )
          })}
        </div>
      </div>
    </div>
  )
}

const rowId = (path: string) => `step-${path}`

function useRows(tree: ReturnType<typeof buildTree>, reveal: { path: string } | undefined) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const [revealedFor, setRevealedFor] = useState<object>()
  if (reveal && reveal !== revealedFor) {
    setRevealedFor(reveal)
    setToggled(revealed(tree, toggled, reveal.path))
  }
  const rows = useMemo(() => visibleRows(tree, toggled), [tree, toggled])
  // Stable, so that rows are drawn anew only when something of theirs changed.
  const toggle = useCallback((path: string) => {
    setToggled((known) => {
      const next = new Set(known)
      if (!next.delete(path)) next.add(path)
      return next
    })
  }, [])
  return { rows, toggle }
}

function useScale(run: Run, view: RunView, isLive: boolean, nowMs: number, foldsIdle: boolean) {
  const from = ms(view.queuedAt ?? run.createdAt) ?? 0
  const to = Math.max(from + 1, isLive ? nowMs : (ms(view.endedAt ?? run.finishedAt) ?? from))
  return useMemo(
    () => createTimeScale({ span: { from, to }, busy: busySpans(view.steps, to), foldsIdle }),
    [view.steps, from, to, foldsIdle],
  )
}

function useScrollTo(
  virtualizer: { scrollToIndex(index: number, options: { align: 'center' }): void },
  rows: readonly TreeRow[],
  reveal: { path: string } | undefined,
) {
  const done = useRef<object>(undefined)
  useEffect(() => {
    if (!reveal || done.current === reveal) return
    const index = rows.findIndex((row) => row.node.path === reveal.path)
    if (index < 0) return
    done.current = reveal
    virtualizer.scrollToIndex(index, { align: 'center' })
  }, [reveal, rows, virtualizer])
}

interface TreeKeys {
  rows: readonly TreeRow[]
  selected: string | undefined
  onSelect: (path: string) => void
  toggle: (path: string) => void
  scrollTo: (index: number) => void
}

/** The keys of a tree, and `j` and `k`; letters belong to the page's shortcuts. Moving selects. */
function useTreeKeys({ rows, selected, onSelect, toggle, scrollTo }: TreeKeys) {
  // The address follows a moment later; the next key goes on from where this one, or a click, went.
  const current = useRef(selected)
  useEffect(() => {
    current.current = selected
  }, [selected])
  const onRowSelect = (path: string) => {
    current.current = path
    onSelect(path)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const move = moveOf(rows.map(shapeOf), current.current, ALIASES[event.key] ?? event.key)
    if (!move) return
    event.preventDefault()
    if (move.kind === 'toggle') {
      toggle(move.id)
      return
    }
    onRowSelect(move.id)
    scrollTo(rows.findIndex((row) => row.node.path === move.id))
  }
  return { onKeyDown, onRowSelect }
}

const ALIASES: Record<string, string | undefined> = { j: 'ArrowDown', k: 'ArrowUp' }

function shapeOf({ node, depth, isOpen }: TreeRow): TreeRowShape {
  return { id: node.path, label: node.label, depth, isExpandable: node.children.length > 0, isOpen }
}
