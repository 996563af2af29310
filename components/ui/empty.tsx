import type { ReactNode } from 'react'
import { cn } from './cn'

export interface EmptyProps {
  icon?: ReactNode
  title: ReactNode
  /** What this place is for, in one or two sentences. */
  text?: ReactNode
  /** One button; a second, quieter one may follow. */
  action?: ReactNode
  /** Below the action: a sample, or where to read on. */
  children?: ReactNode
  size?: 'sm' | 'md'
  className?: string
}

/** Nothing here yet: what it is, and the one thing to do. */
export function Empty({ icon, title, text, action, children, size = 'md', className }: EmptyProps) {
  return (
    <div
      className={cn(
        'relative isolate flex flex-col items-center justify-center overflow-hidden rounded-lg border border-dashed px-6 text-center',
        size === 'md' ? 'py-14' : 'py-8',
        className,
      )}
    >
      <span
        aria-hidden="true"
        className="hairline-grid mask-[radial-gradient(closest-side,black,transparent)] absolute inset-x-0 top-0 -z-10 mx-auto h-48 max-w-md opacity-70"
      />
      {icon && (
        <span className="mb-3 grid size-10 place-items-center rounded-lg border bg-surface text-fg-muted shadow-lift [&_svg]:size-5">
          {icon}
        </span>
      )}
      <p className="font-semibold text-base text-fg">{title}</p>
      {text && <p className="mt-1 max-w-[26rem] text-pretty text-fg-muted text-sm">{text}</p>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
      {children && <div className="mt-6 w-full">{children}</div>}
    </div>
  )
}
