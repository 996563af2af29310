import { cn } from '@/components/ui/cn'
import { TONE_TEXT, type Tone } from '@/components/ui/tone'

const TONES: Record<string, Tone | undefined> = {
  GET: 'info',
  POST: 'success',
  PUT: 'warning',
  PATCH: 'warning',
  DELETE: 'danger',
}

export function MethodMark({ method, isLarge = false }: { method: string; isLarge?: boolean }) {
  return (
    <span
      className={cn(
        'shrink-0 font-mono font-semibold',
        isLarge ? 'text-xs' : 'text-2xs',
        TONE_TEXT[TONES[method] ?? 'neutral'],
      )}
    >
      {method}
    </span>
  )
}
