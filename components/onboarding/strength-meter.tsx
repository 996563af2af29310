import { cn } from '@/components/ui/cn'
import type { Strength } from './password-strength'

const FILL = ['bg-line', 'bg-danger', 'bg-warning', 'bg-success', 'bg-success']

/** Four bars and the words for them; the words alone tell it too. */
export function StrengthMeter({ strength }: { strength: Strength }) {
  return (
    <span className="flex flex-col gap-1.5">
      <span aria-hidden="true" className="grid grid-cols-4 gap-1">
        {[1, 2, 3, 4].map((bar) => (
          <span
            key={bar}
            className={cn(
              'h-1 rounded-full transition-colors',
              bar <= strength.level ? FILL[strength.level] : 'bg-line',
            )}
          />
        ))}
      </span>
      <span>
        {strength.word && <span className="font-medium text-fg-muted">{strength.word}. </span>}
        {strength.hint}
      </span>
    </span>
  )
}
