'use client'

import Link from 'next/link'
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react'
import { BulkBar } from './bulk-bar'
import { Checkbox } from './checkbox'
import { cn } from './cn'
import { isTyping, useRowKeys } from './use-row-keys'
import type { UseSelection } from './use-selection'

const SelectionContext = createContext<UseSelection | undefined>(undefined)

export interface DataListProps {
  /** What it lists, for screen readers. */
  label: string
  /** Lets `j` and `k` move between the rows; with a selection, `x` selects and Esc clears. */
  hasRowKeys?: boolean
  /** No outer border: inside a card. */
  isFlush?: boolean
  /** From `useSelection`; rows then have a box, by their `id`. */
  selection?: UseSelection
  /** Buttons for what is selected. */
  bulkActions?: ReactNode
  /** "members", "keys": in the bar of what is selected. */
  noun?: string
  className?: string
  /** `DataListRow`s. */
  children: ReactNode
}

/** Rows of things too varied for the columns of a table. */
export function DataList({
  hasRowKeys = false,
  isFlush = false,
  selection,
  noun = 'rows',
  ...props
}: DataListProps) {
  const frame = useRef<HTMLUListElement>(null)
  useRowKeys(frame, hasRowKeys)
  useSelectionKeys(frame, hasRowKeys ? selection : undefined)
  return (
    <SelectionContext value={selection}>
      <ul
        ref={frame}
        aria-label={props.label}
        data-selecting={(selection && selection.count > 0) || undefined}
        className={cn(
          'group/list min-w-0 divide-y',
          !isFlush && 'rounded-lg border bg-surface',
          props.className,
        )}
      >
        {props.children}
      </ul>
      {selection && selection.count > 0 && (
        <BulkBar selection={selection} noun={noun}>
          {props.bulkActions}
        </BulkBar>
      )}
    </SelectionContext>
  )
}

/** `x` takes the focused row in or out; Esc gives all up. */
function useSelectionKeys(frame: { current: HTMLElement | null }, selection: UseSelection | undefined) {
  useEffect(() => {
    if (!selection) return
    function onKeyDown(event: KeyboardEvent) {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return
      if (isTyping(event.target) || !selection) return
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row-id]') : null
      const id = row && frame.current?.contains(row) ? row.dataset.rowId : undefined
      if (event.key.toLowerCase() === 'x' && id !== undefined) {
        event.preventDefault()
        selection.toggle(id, { isRange: event.shiftKey })
      }
      if (event.key === 'Escape' && selection.count > 0) {
        event.preventDefault()
        selection.clear()
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [frame, selection])
}

export interface DataListRowProps {
  /** Names the row in a selection. */
  id?: string
  /** Makes the whole row a link. */
  href?: string
  /** Instead of `href`: the whole row does this. */
  onOpen?: () => void
  /** An icon or avatar. */
  leading?: ReactNode
  title: ReactNode
  /** Right of the title: badges. */
  badges?: ReactNode
  /** Below the title: facts, in one quiet line. */
  meta?: ReactNode
  /** At the right edge: a number, a time; on phones below. */
  trailing?: ReactNode
  /** Buttons at the right edge. */
  actions?: ReactNode
  isSelected?: boolean
  isMuted?: boolean
}

export function DataListRow(props: DataListRowProps) {
  const selection = useContext(SelectionContext)
  const isPicked = props.id !== undefined && (selection?.has(props.id) ?? false)
  const isOpenable = props.href !== undefined || props.onOpen !== undefined
  return (
    <li
      data-row-id={props.id}
      className={cn(
        'group/row relative flex min-h-13 items-center gap-3 px-4 py-2.5 transition-colors duration-75 first:rounded-t-[7px] last:rounded-b-[7px]',
        isOpenable && 'hover:bg-hover',
        (isPicked || props.isSelected) && 'bg-accent-soft/55',
        isOpenable && (isPicked || props.isSelected) && 'hover:bg-accent-soft',
      )}
    >
      {selection && props.id !== undefined && (
        <RowBox id={props.id} selection={selection} title={props.title} isPicked={isPicked} />
      )}
      {props.leading && (
        <span className="grid shrink-0 place-items-center text-fg-subtle [&_svg]:size-5">
          {props.leading}
        </span>
      )}
      <div className="flex min-w-0 flex-1 items-center gap-x-4 gap-y-1 max-md:flex-col max-md:items-stretch">
        <div className="min-w-0 flex-1">
          <div className="flex min-w-0 items-center gap-2">
            <RowTitle {...props} />
            {props.badges}
          </div>
          {props.meta && (
            <div className="mt-0.5 flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 text-fg-subtle text-xs">
              {props.meta}
            </div>
          )}
        </div>
        {props.trailing && (
          <div className="tabular flex shrink-0 items-center gap-3 text-fg-muted text-sm max-md:text-xs">
            {props.trailing}
          </div>
        )}
      </div>
      {props.actions && (
        <div className="relative z-[1] flex shrink-0 items-center gap-1">{props.actions}</div>
      )}
    </li>
  )
}

const TITLE = 'min-w-0 truncate text-left font-medium text-sm'
/** The title's hit area is the row; focus is drawn around the row as well. */
const WHOLE_ROW =
  'outline-none after:absolute after:inset-0 focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2'

function RowTitle({ href, onOpen, title, isMuted = false }: DataListRowProps) {
  const tone = isMuted ? 'text-fg-muted' : 'text-fg'
  if (href !== undefined)
    return (
      <Link href={href} data-row-link="" className={cn(TITLE, tone, WHOLE_ROW)}>
        {title}
      </Link>
    )
  if (onOpen)
    return (
      <button type="button" data-row-link="" onClick={onOpen} className={cn(TITLE, tone, WHOLE_ROW)}>
        {title}
      </button>
    )
  return <span className={cn(TITLE, tone)}>{title}</span>
}

interface RowBoxProps {
  id: string
  selection: UseSelection
  title: ReactNode
  isPicked: boolean
}

function RowBox({ id, selection, title, isPicked }: RowBoxProps) {
  return (
    <span className="relative z-[1] -my-2 -ml-2 grid size-9 shrink-0 place-items-center">
      <Checkbox
        aria-label={typeof title === 'string' ? `Select ${title}` : 'Select'}
        checked={isPicked}
        onClick={(event) => {
          // Instead of its own change, which does not tell whether Shift was held.
          event.preventDefault()
          selection.toggle(id, { isRange: event.shiftKey })
        }}
      />
    </span>
  )
}
