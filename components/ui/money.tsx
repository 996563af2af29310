import { formatCost } from '@/server/kernel/money'
import { cn } from './cn'

export interface MoneyProps {
  /** Nano-dollars as a decimal string; `null` means the price is unknown. */
  costNanos: string | null | undefined
  className?: string
}

/** `$0.0123`; "unpriced" where no price is known, never zero. */
export function Money({ costNanos, className }: MoneyProps) {
  if (costNanos === null || costNanos === undefined) {
    return (
      <span
        title="No price is known for this model"
        className={cn('whitespace-nowrap text-fg-subtle', className)}
      >
        unpriced
      </span>
    )
  }
  return <span className={cn('tabular whitespace-nowrap', className)}>{formatCost(costNanos)}</span>
}
