'use client'

import { ChevronRight, ChevronsDownUp, ChevronsUpDown } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import type { JsonValue } from '@/server/kernel/json'
import { cn } from './cn'
import { CopyButton } from './copy-button'
import { IconButton } from './icon-button'
import { type JsonRow, pathsToDepth, visibleRows } from './json-rows'
import { JsonScalar } from './json-scalar'
import { useCopy } from './use-copy'

export interface JsonViewerProps {
  value: JsonValue
  /** The accessible name, and the title at the top: "Output". */
  label: string
  /** Levels open at first; default 2. */
  initialDepth?: number
  /** No border and no head: inside a card. */
  isBare?: boolean
  className?: string
}

/**
 * A JSON value as a tree. Children are made only when opened. Arrow keys walk, `c` copies the value
 * and `p` the path of the current line.
 */
export function JsonViewer({ value, label, initialDepth = 2, isBare = false, className }: JsonViewerProps) {
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => pathsToDepth(value, initialDepth, 120))
  const [pages, setPages] = useState<ReadonlyMap<string, number>>(new Map())
  const [current, setCurrent] = useState('$')
  const tree = useRef<HTMLDivElement>(null)
  const clipboard = useCopy()
  const rows = useMemo(() => visibleRows(value, expanded, pages), [value, expanded, pages])
  const focused = rows.some((row) => row.path === current) ? current : '$'

  function toggle(path: string, isOpen: boolean) {
    const next = new Set(expanded)
    if (isOpen) next.add(path)
    else next.delete(path)
    setExpanded(next)
  }

  function showMore(path: string) {
    setPages(new Map(pages).set(path, (pages.get(path) ?? 1) + 1))
  }

  function activate(row: JsonRow) {
    if (row.hiddenCount && row.parentPath) showMore(row.parentPath)
    else if (row.isBranch) toggle(row.path, !row.isExpanded)
  }

  function focusPath(path: string | undefined) {
    if (path === undefined) return
    setCurrent(path)
    requestAnimationFrame(() => tree.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus())
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    if (event.target instanceof HTMLElement && event.target.role !== 'treeitem') return
    const index = rows.findIndex((row) => row.path === focused)
    const row = rows[index]
    if (!row) return
    const moves: Record<string, () => void> = {
      ArrowDown: () => focusPath(rows[index + 1]?.path),
      ArrowUp: () => focusPath(rows[index - 1]?.path),
      Home: () => focusPath(rows[0]?.path),
      End: () => focusPath(rows.at(-1)?.path),
      ArrowRight: () =>
        row.isBranch && !row.isExpanded ? toggle(row.path, true) : focusPath(rows[index + 1]?.path),
      ArrowLeft: () => (row.isExpanded ? toggle(row.path, false) : focusPath(row.parentPath)),
      Enter: () => activate(row),
      ' ': () => activate(row),
      c: () => void clipboard.copy(textOf(row.value)),
      p: () => void clipboard.copy(row.path),
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    event.stopPropagation()
    move()
  }

  return (
    <div className={cn(!isBare && 'overflow-hidden rounded-lg border bg-sunken', className)}>
      {!isBare && (
        <div className="flex h-9 items-center justify-between border-b pr-2 pl-3">
          <span className="font-medium text-fg-muted text-xs">{label}</span>
          <span className="flex items-center">
            <IconButton label="Expand" size="xs" onClick={() => setExpanded(pathsToDepth(value, 12, 1_000))}>
              <ChevronsUpDown />
            </IconButton>
            <IconButton label="Collapse" size="xs" onClick={() => setExpanded(new Set(['$']))}>
              <ChevronsDownUp />
            </IconButton>
            <CopyButton text={textOf(value)} label="Copy all" />
          </span>
        </div>
      )}
      <div
        ref={tree}
        role="tree"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        className="max-h-[32rem] overflow-auto py-1.5 font-mono text-xs leading-5 outline-none"
      >
        {rows.map((row) => (
          <Row
            key={row.path}
            row={row}
            isCurrent={row.path === focused}
            onActivate={() => {
              setCurrent(row.path)
              activate(row)
            }}
          />
        ))}
      </div>
      <output className="sr-only">{clipboard.isCopied ? 'Copied to the clipboard' : ''}</output>
    </div>
  )
}

function Row({ row, isCurrent, onActivate }: { row: JsonRow; isCurrent: boolean; onActivate: () => void }) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it handles the keys
    <div
      role="treeitem"
      tabIndex={isCurrent ? 0 : -1}
      aria-level={row.depth + 1}
      aria-selected={isCurrent}
      aria-expanded={row.isBranch ? row.isExpanded : undefined}
      onClick={onActivate}
      className={cn(
        'group/row flex min-w-fit items-start gap-1 pr-2 hover:bg-hover focus-visible:bg-hover focus-visible:-outline-offset-2',
        row.isBranch && 'cursor-pointer',
      )}
      style={{ paddingLeft: `${row.depth * 16 + 8}px` }}
    >
      <ChevronRight
        aria-hidden="true"
        className={cn(
          'mt-1 size-3 shrink-0 text-fg-subtle transition-transform duration-100',
          row.isExpanded && 'rotate-90',
          !row.isBranch && 'invisible',
        )}
      />
      {row.hiddenCount ? (
        <span className="cursor-pointer text-accent-text">… {row.hiddenCount.toLocaleString('en')} more</span>
      ) : (
        <>
          {row.name !== undefined && (
            <span className="whitespace-pre text-fg">
              {row.name}
              <span className="text-fg-subtle">: </span>
            </span>
          )}
          <JsonScalar row={row} />
          <span className="ml-1 inline-flex h-5 items-center opacity-0 focus-within:opacity-100 group-hover/row:opacity-100">
            <CopyButton text={textOf(row.value)} label={`Copy value of ${row.path}`} className="size-5" />
          </span>
        </>
      )}
    </div>
  )
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
