'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { useRef } from 'react'
import { cn } from './cn'
import { useRowKeys } from './use-row-keys'

export interface TableProps extends ComponentProps<'table'> {
  /** What the table lists, for screen readers. */
  label: string
  /** Lets `j` and `k` move between the row links of this table. */
  hasRowKeys?: boolean
  /** No outer border: inside a card or section. */
  isFlush?: boolean
}

/** A dense table, 13 px. Its head sticks under the top bar on wide screens; on narrow ones it scrolls sideways. */
export function Table({
  label,
  hasRowKeys = false,
  isFlush = false,
  className,
  children,
  ...props
}: TableProps) {
  const frame = useRef<HTMLDivElement>(null)
  useRowKeys(frame, hasRowKeys)
  return (
    <div
      ref={frame}
      className={cn(
        'w-full min-w-0 overflow-x-auto lg:overflow-clip',
        !isFlush && 'rounded-lg border bg-surface',
      )}
    >
      <table
        aria-label={label}
        className={cn('w-full border-separate border-spacing-0 text-sm', className)}
        {...props}
      >
        {children}
      </table>
    </div>
  )
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="[&_th]:bg-surface lg:[&_th]:sticky lg:[&_th]:top-(--table-top,var(--topbar-height)) lg:[&_th]:z-10">
      <tr>{children}</tr>
    </thead>
  )
}

export function TableBody({ children, ...props }: ComponentProps<'tbody'>) {
  return (
    <tbody className="[&>tr:last-child>td]:border-b-0" {...props}>
      {children}
    </tbody>
  )
}

type Align = 'left' | 'right' | 'center'

export interface TableHeaderProps {
  align?: Align
  className?: string
  /** `asc` or `desc` where the table is sorted by this column; give `onSort` to make it a button. */
  sort?: 'asc' | 'desc' | undefined
  onSort?: () => void
  /** For columns of buttons: read out, not shown. */
  isLabelHidden?: boolean
  children: ReactNode
}

const ALIGN = { left: 'text-left', right: 'text-right', center: 'text-center' }

export function TableHeader({
  align = 'left',
  className,
  sort,
  onSort,
  isLabelHidden,
  children,
}: TableHeaderProps) {
  const Arrow = sort === 'asc' ? ArrowUp : ArrowDown
  return (
    <th
      scope="col"
      aria-sort={sort === 'asc' ? 'ascending' : sort === 'desc' ? 'descending' : undefined}
      className={cn(
        'h-9 whitespace-nowrap border-b px-3 font-medium text-fg-subtle text-xs first:pl-4 last:pr-4',
        ALIGN[align],
        className,
      )}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={cn(
            '-mx-1 inline-flex items-center gap-1 rounded-sm px-1 hover:text-fg',
            sort && 'text-fg',
          )}
        >
          {children}
          <Arrow aria-hidden="true" className={cn('size-3', !sort && 'opacity-0')} />
        </button>
      ) : (
        <span className={isLabelHidden ? 'sr-only' : undefined}>{children}</span>
      )}
    </th>
  )
}

export interface TableRowProps extends ComponentProps<'tr'> {
  isSelected?: boolean
}

/** A row; put one `TableLink` in its first cell and the whole row opens it. */
export function TableRow({ isSelected = false, className, ...props }: TableRowProps) {
  return (
    <tr
      aria-selected={isSelected || undefined}
      className={cn(
        'group relative transition-colors duration-75 has-[[data-row-link]]:hover:bg-hover',
        isSelected && 'bg-accent-soft/55 has-[[data-row-link]]:hover:bg-accent-soft',
        className,
      )}
      {...props}
    />
  )
}

export interface TableCellProps extends ComponentProps<'td'> {
  /** Horizontal alignment; numbers go right. */
  alignment?: Align
  /** Keeps to one line and cuts with an ellipsis; needs a max-width class. */
  isTruncated?: boolean
  isMuted?: boolean
  /** Equal-width digits. */
  isNumeric?: boolean
}

export function TableCell({
  alignment,
  isTruncated,
  isMuted,
  isNumeric,
  className,
  ...props
}: TableCellProps) {
  return (
    <td
      className={cn(
        'h-10 border-b px-3 py-1.5 first:pl-4 last:pr-4',
        ALIGN[alignment ?? (isNumeric ? 'right' : 'left')],
        isNumeric && 'tabular whitespace-nowrap',
        isTruncated && 'max-w-0 truncate',
        isMuted ? 'text-fg-muted' : 'text-fg',
        className,
      )}
      {...props}
    />
  )
}

/** The row's link; its hit area is the whole row. Other buttons in the row need `relative z-[1]`. */
export function TableLink({ className, ...props }: ComponentProps<typeof Link>) {
  return (
    <Link
      data-row-link=""
      className={cn(
        'font-medium text-fg outline-none after:absolute after:inset-0 focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2',
        className,
      )}
      {...props}
    />
  )
}
