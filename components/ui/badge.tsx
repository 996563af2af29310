import type { ReactNode } from 'react'
import { cn } from './cn'
import { TONE_SOFT, type Tone } from './tone'

export interface BadgeProps {
  tone?: Tone
  /** `outline` is the quietest: a border, no tint. */
  variant?: 'soft' | 'outline'
  icon?: ReactNode
  isMono?: boolean
  title?: string
  className?: string
  children: ReactNode
}

/** A short label: version, kind, role, tag. For states use `StatusBadge`. */
export function Badge({
  tone = 'neutral',
  variant = 'soft',
  icon,
  isMono = false,
  title,
  className,
  children,
}: BadgeProps) {
  return (
    <span
      title={title}
      className={cn(
        'inline-flex h-5 max-w-full items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 font-medium text-2xs [&_svg]:size-3 [&_svg]:shrink-0',
        variant === 'soft' ? TONE_SOFT[tone] : 'border-line-strong text-fg-muted',
        variant === 'soft' && 'border-transparent',
        isMono && 'font-mono font-normal',
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  )
}
