import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { TONE_MARK, type Tone } from './tone'

export interface StatTileProps {
  label: ReactNode
  /** The number, formatted. */
  value: ReactNode
  /** A line below: change, share, period. */
  note?: ReactNode
  icon?: ReactNode
  /** Colours the icon; use it only where the number means it. */
  tone?: Tone
  href?: string
  className?: string
}

export function StatTile({ label, value, note, icon, tone = 'neutral', href, className }: StatTileProps) {
  const style = cn(
    'relative flex min-w-0 flex-col gap-1 rounded-lg border bg-surface px-4 py-3',
    href && 'transition-colors hover:border-line-strong hover:bg-hover',
    className,
  )
  const content = (
    <>
      <span className="flex items-center gap-1.5 text-fg-muted text-xs">
        {icon && <span className={cn('[&_svg]:size-3.5', TONE_MARK[tone])}>{icon}</span>}
        <span className="truncate">{label}</span>
      </span>
      <span className="tabular truncate font-semibold text-fg text-xl tracking-tight">{value}</span>
      {note && <span className="truncate text-fg-subtle text-xs">{note}</span>}
    </>
  )
  return href ? (
    <Link href={href} className={style}>
      {content}
    </Link>
  ) : (
    <div className={style}>{content}</div>
  )
}
