import { cn } from './cn'

/** A count of tokens: `980`, `12.4k`, `3.1M`; the exact count on hover. */
export function Tokens({ count, className }: { count: number | null | undefined; className?: string }) {
  if (count === null || count === undefined) return <span className={className}>–</span>
  return (
    <span
      title={`${count.toLocaleString('en')} tokens`}
      className={cn('tabular whitespace-nowrap', className)}
    >
      {formatCount(count)}
    </span>
  )
}

/** `980`, `12.4k`, `3.1M`. */
export function formatCount(count: number): string {
  if (count < 1_000) return String(count)
  if (count < 999_950) return `${trim(count / 1_000)}k`
  return `${trim(count / 1_000_000)}M`
}

function trim(value: number): string {
  return value >= 100 ? Math.round(value).toString() : value.toFixed(1).replace(/\.0$/, '')
}
