import { cn } from './cn'
import { TONE_FILL, type Tone } from './tone'

export interface ProgressProps {
  /** 0 to 1; `undefined` where the end is not known. */
  value: number | undefined
  label: string
  tone?: Tone
  className?: string
}

export function Progress({ value, label, tone = 'accent', className }: ProgressProps) {
  const percent = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <div
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={percent === undefined ? undefined : `${percent}%`}
      aria-label={label}
      className={cn('relative h-1 w-full overflow-hidden rounded-full bg-active', className)}
    >
      <div
        className={cn(
          'h-full rounded-full transition-[width] duration-300 ease-out',
          TONE_FILL[tone],
          percent === undefined && 'w-1/3 animate-shimmer',
        )}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  )
}
