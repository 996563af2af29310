import type { ReactNode } from 'react'
import { useId } from 'react'
import { cn } from './cn'

export interface CardProps {
  title?: ReactNode
  description?: ReactNode
  /** Right of the title. */
  actions?: ReactNode
  footer?: ReactNode
  /** No padding around the content: tables and lists. */
  isFlush?: boolean
  className?: string
  children?: ReactNode
}

/** A bordered section; with a title it is a landmark named by it. */
export function Card({
  title,
  description,
  actions,
  footer,
  isFlush = false,
  className,
  children,
}: CardProps) {
  const titleId = useId()
  const hasHead = Boolean(title || actions)
  return (
    <section
      aria-labelledby={title ? titleId : undefined}
      className={cn('min-w-0 rounded-lg border bg-surface', isFlush && 'overflow-clip', className)}
    >
      {hasHead && (
        <header
          className={cn('flex min-h-11 items-center justify-between gap-3 px-4 py-2', isFlush && 'border-b')}
        >
          <div className="min-w-0">
            <h2 id={titleId} className="truncate font-semibold text-fg text-sm">
              {title}
            </h2>
            {description && <p className="text-fg-muted text-xs">{description}</p>}
          </div>
          {actions && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
        </header>
      )}
      {children !== undefined && (
        <div className={isFlush ? undefined : cn('px-4 pb-4', !hasHead && 'pt-4')}>{children}</div>
      )}
      {footer && <footer className="border-t px-4 py-2.5 text-fg-muted text-sm">{footer}</footer>}
    </section>
  )
}

export interface SectionProps {
  title: ReactNode
  description?: ReactNode
  actions?: ReactNode
  className?: string
  children: ReactNode
}

/** A titled part of a page without a border. */
export function Section({ title, description, actions, className, children }: SectionProps) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} className={cn('flex min-w-0 flex-col gap-3', className)}>
      <header className="flex min-h-8 flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <div className="min-w-0">
          <h2 id={titleId} className="font-semibold text-base text-fg tracking-tight">
            {title}
          </h2>
          {description && <p className="text-fg-muted text-sm">{description}</p>}
        </div>
        {actions && <div className="flex items-center gap-2">{actions}</div>}
      </header>
      {children}
    </section>
  )
}
