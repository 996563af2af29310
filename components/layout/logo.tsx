import { cn } from '../ui/cn'

const WHEEL =
  'M5.6 9.6Q7.2 3.75 12.18 3.99L11.4 1.61Q17.46 1.32 18.77 6.13L20.8 4.66Q22.94 10.33 18.77 13.07L20.8 14.54Q16.07 18.33 12.18 15.21L11.4 17.59Q6.33 14.26 8.1 9.6ZM11.5 9.6a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0Z'
const PAWL = 'M5.3 11.1H8.2L7 15.8V22.8H2.9V15.8Z'

/** The mark: a ratchet wheel and the pawl that holds its tooth; together a P. */
export function PawlMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={cn('size-6 shrink-0', className)}>
      <path fill="currentColor" fillRule="evenodd" d={WHEEL} />
      <path className="fill-accent" d={PAWL} />
    </svg>
  )
}

/** Mark and name. */
export function Wordmark({ className }: { className?: string }) {
  return (
    <span
      className={cn(
        'inline-flex items-center gap-2 font-semibold text-fg text-lg tracking-[-0.03em]',
        className,
      )}
    >
      <PawlMark />
      Pawl
    </span>
  )
}
