'use client'

import { ChevronRight, CircleAlert } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react'
import { cn } from './cn'
import { Spinner } from './spinner'
import { findTyped, moveOf, rowsOf, type TreeRow } from './tree-rows'

export interface TreeNode {
  id: string
  label: string
  icon?: ReactNode
  /** Small, after the label. */
  hint?: string | undefined
  /** At the right edge: a count, a status. */
  trailing?: ReactNode
  children?: readonly TreeNode[] | undefined
  /** Its children are read with `loadChildren` when it first opens. */
  isLazy?: boolean
  isDisabled?: boolean
}

export interface TreeProps {
  label: string
  nodes: readonly TreeNode[]
  selected: string | undefined
  onSelect: (id: string) => void
  /** Reads the children of a lazy node; a refusal shows in its row, and opening again tries again. */
  loadChildren?: (id: string) => Promise<readonly TreeNode[]>
  /** Open at first. */
  initiallyOpen?: readonly string[]
  className?: string
}

/** Things within things. Arrows move, open and close; letters find; Enter or Space selects. */
export function Tree(props: TreeProps) {
  const id = useId()
  const { rows, toggle, states } = useTreeRows(props)
  const [activeId, setActiveId] = useState<string>()
  const active = rows.find((row) => row.id === (activeId ?? props.selected)) ?? rows[0]
  const domId = (rowId: string) => `${id}-${encodeURIComponent(rowId)}`
  const go = (rowId: string) => {
    setActiveId(rowId)
    document.getElementById(domId(rowId))?.scrollIntoView({ block: 'nearest' })
  }
  const select = (row: TreeRow<TreeNode>) => {
    setActiveId(row.id)
    if (!row.node.isDisabled) props.onSelect(row.id)
  }
  const onKeyDown = useTreeKeys({ rows, active, go, toggle, select })
  return (
    <div
      role="tree"
      aria-label={props.label}
      tabIndex={0}
      aria-activedescendant={active && domId(active.id)}
      onKeyDown={onKeyDown}
      className={cn('group/tree rounded-md p-1 text-sm outline-none', props.className)}
    >
      {rows.map((row) => (
        <Row
          key={row.id}
          id={domId(row.id)}
          row={row}
          state={states.get(row.id)}
          isActive={row === active}
          isSelected={row.id === props.selected}
          onSelect={() => select(row)}
          onToggle={() => {
            setActiveId(row.id)
            toggle(row.id)
          }}
        />
      ))}
    </div>
  )
}

type LoadState = 'loading' | 'failed'

function useTreeRows({ nodes, initiallyOpen = [], loadChildren }: TreeProps) {
  const [openIds, setOpenIds] = useState<ReadonlySet<string>>(() => new Set(initiallyOpen))
  const [loaded, setLoaded] = useState<ReadonlyMap<string, readonly TreeNode[]>>(new Map())
  const [states, setStates] = useState<ReadonlyMap<string, LoadState>>(new Map())
  const whole = useMemo(() => nodes.map((node) => withLoaded(node, loaded)), [nodes, loaded])
  const rows = useMemo(() => rowsOf(whole, openIds), [whole, openIds])

  async function load(id: string) {
    setStates((known) => new Map(known).set(id, 'loading'))
    try {
      const children = await loadChildren?.(id)
      setLoaded((known) => new Map(known).set(id, children ?? []))
      setStates((known) => new Map([...known].filter(([one]) => one !== id)))
    } catch {
      // Told in the row; opening it again asks again.
      setStates((known) => new Map(known).set(id, 'failed'))
      setOpenIds((known) => new Set([...known].filter((one) => one !== id)))
    }
  }

  function toggle(id: string) {
    const row = rows.find((one) => one.id === id)
    if (!row?.isExpandable) return
    if (!row.isOpen && row.node.isLazy && !row.node.children && states.get(id) !== 'loading') void load(id)
    setOpenIds((known) => {
      const next = new Set(known)
      if (!next.delete(id)) next.add(id)
      return next
    })
  }
  return { rows, toggle, states }
}

function withLoaded(node: TreeNode, loaded: ReadonlyMap<string, readonly TreeNode[]>): TreeNode {
  const children = node.children ?? loaded.get(node.id)
  return children ? { ...node, children: children.map((child) => withLoaded(child, loaded)) } : node
}

/** Letters typed within this time are one word. */
const TYPING_MS = 600

interface TreeKeys {
  rows: readonly TreeRow<TreeNode>[]
  active: TreeRow<TreeNode> | undefined
  go: (id: string) => void
  toggle: (id: string) => void
  select: (row: TreeRow<TreeNode>) => void
}

function useTreeKeys({ rows, active, go, toggle, select }: TreeKeys) {
  const typed = useRef({ text: '', atMs: 0 })
  return (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const isWord = typed.current.text !== '' && event.timeStamp - typed.current.atMs < TYPING_MS
    if (event.key === 'Enter' || (event.key === ' ' && !isWord)) {
      event.preventDefault()
      if (active) select(active)
      return
    }
    if (event.key === '*') {
      event.preventDefault()
      for (const row of rows)
        if (row.depth === active?.depth && row.isExpandable && !row.isOpen) toggle(row.id)
      return
    }
    const move = moveOf(rows, active?.id, event.key)
    if (move) {
      event.preventDefault()
      if (move.kind === 'go') go(move.id)
      else toggle(move.id)
      return
    }
    if (event.key.length !== 1) return
    event.preventDefault()
    typed.current = { text: (isWord ? typed.current.text : '') + event.key, atMs: event.timeStamp }
    const found = findTyped(rows, active?.id, typed.current.text)
    if (found) go(found)
  }
}

interface RowProps {
  id: string
  row: TreeRow<TreeNode>
  state: LoadState | undefined
  isActive: boolean
  isSelected: boolean
  onSelect: () => void
  onToggle: () => void
}

function Row({ id, row, state, isActive, isSelected, onSelect, onToggle }: RowProps) {
  const { node } = row
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree holds the focus and takes the keys
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblingCount}
      aria-expanded={row.isExpandable ? row.isOpen : undefined}
      aria-selected={isSelected}
      aria-disabled={node.isDisabled || undefined}
      aria-busy={state === 'loading' || undefined}
      onClick={onSelect}
      style={{ paddingLeft: `${4 + row.depth * 16}px` }}
      className={cn(
        'flex min-h-8 cursor-default select-none items-center gap-1.5 rounded-md pr-2 outline-accent -outline-offset-2 max-md:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0',
        isActive && 'group-focus-visible/tree:outline-2',
        isSelected ? 'bg-accent-soft' : 'hover:bg-hover',
        node.isDisabled && 'text-fg-subtle',
      )}
    >
      <Toggle
        isShown={row.isExpandable}
        isOpen={row.isOpen}
        isLoading={state === 'loading'}
        onToggle={onToggle}
      />
      {node.icon && <span className="text-fg-subtle">{node.icon}</span>}
      <span className="min-w-0 truncate">{node.label}</span>
      {node.hint && <span className="min-w-0 truncate text-fg-subtle text-xs">{node.hint}</span>}
      {node.isLazy && node.children?.length === 0 && <span className="text-fg-subtle text-xs">empty</span>}
      {state === 'failed' && (
        <span className="flex items-center gap-1 text-danger-text text-xs">
          <CircleAlert aria-hidden="true" /> Could not be read. Open to try again.
        </span>
      )}
      {node.trailing && <span className="ml-auto shrink-0 pl-2 text-fg-muted text-xs">{node.trailing}</span>}
    </div>
  )
}

interface ToggleProps {
  isShown: boolean
  isOpen: boolean
  isLoading: boolean
  onToggle: () => void
}

function Toggle({ isShown, isOpen, isLoading, onToggle }: ToggleProps) {
  if (!isShown) return <span className="w-5 shrink-0" />
  return (
    <button
      type="button"
      // The tree's arrow keys do the same; the row tells whether it is open.
      tabIndex={-1}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation()
        onToggle()
      }}
      className="grid size-5 shrink-0 place-items-center rounded-sm text-fg-subtle hover:text-fg max-md:size-8"
    >
      {isLoading ? (
        <Spinner className="size-3.5" />
      ) : (
        <ChevronRight className={cn('size-3.5! transition-transform duration-100', isOpen && 'rotate-90')} />
      )}
    </button>
  )
}
