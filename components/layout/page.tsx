import type { ReactNode } from 'react'
import { cn } from '../ui/cn'

export interface PageProps {
  /** `reading` up to 1,440 px, `narrow` 720 px for forms and settings, `full` for lists and boards. */
  width?: 'reading' | 'narrow' | 'full'
  className?: string
  children: ReactNode
}

const WIDTHS = { reading: 'max-w-[90rem]', narrow: 'max-w-[45rem]', full: '' }

/** The padding and width of a page's content. */
export function Page({ width = 'reading', className, children }: PageProps) {
  return (
    <div className={cn('mx-auto w-full min-w-0 px-4 py-5 md:px-6', WIDTHS[width], className)}>{children}</div>
  )
}

/** Exactly the rest of the window under the top bar on wide screens, for tools with panes that scroll by themselves. */
export function PageFill({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div
      className={cn(
        'flex min-h-0 min-w-0 flex-col [--table-top:0px] md:h-[calc(100dvh-var(--topbar-height))] md:overflow-hidden',
        className,
      )}
    >
      {children}
    </div>
  )
}
