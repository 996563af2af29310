import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { TONE_MARK, TONE_SOFT } from './tone'

export interface AlertProps {
  tone?: 'info' | 'warning' | 'success' | 'danger' | 'neutral'
  title?: ReactNode
  actions?: ReactNode
  className?: string
  children?: ReactNode
}

const ICONS = { info: Info, warning: TriangleAlert, success: CircleCheck, danger: CircleAlert, neutral: Info }

/** A message inside the page: what happened, what to do. Dangers are announced. */
export function Alert({ tone = 'info', title, actions, className, children }: AlertProps) {
  const Icon = ICONS[tone]
  return (
    <div
      role={tone === 'danger' ? 'alert' : undefined}
      className={cn(
        'flex items-start gap-2.5 rounded-lg border px-3 py-2.5 text-sm',
        TONE_SOFT[tone],
        className,
      )}
    >
      <Icon aria-hidden="true" className={cn('mt-0.5 size-4 shrink-0', TONE_MARK[tone])} />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-fg [overflow-wrap:anywhere]">{children}</div>}
      </div>
      {actions && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
    </div>
  )
}
