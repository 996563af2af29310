'use client'

import { RUN_STATUSES, type RunStatus } from '@/server/kernel/statuses'
import { cn } from '../ui/cn'
import { STATUSES, StatusIcon } from '../ui/status'

export interface StatusChipsProps {
  counts: Readonly<Record<RunStatus, number>> | undefined
  chosen: readonly RunStatus[]
  onToggle: (status: RunStatus) => void
  onClear: () => void
}

const ORDER: readonly RunStatus[] = [
  'running',
  'waiting',
  'queued',
  'failed',
  'succeeded',
  'rolled_back',
  'cancelled',
]

/** One button a status with how many runs have it; several may be pressed. */
export function StatusChips({ counts, chosen, onToggle, onClear }: StatusChipsProps) {
  const total = counts && RUN_STATUSES.reduce((sum, status) => sum + counts[status], 0)
  return (
    <fieldset className="m-0 flex min-w-0 gap-1.5 overflow-x-auto border-0 p-0 py-0.5 [scrollbar-width:none] max-md:-mx-4 max-md:px-4">
      <legend className="sr-only">Status</legend>
      <Chip isPressed={chosen.length === 0} onClick={onClear} count={total}>
        All
      </Chip>
      {ORDER.map((status) => (
        <Chip
          key={status}
          isPressed={chosen.includes(status)}
          onClick={() => onToggle(status)}
          count={counts?.[status]}
        >
          <StatusIcon status={status} className={cn('size-3.5', !counts?.[status] && '*:animate-none')} />
          {STATUSES[status].word}
        </Chip>
      ))}
    </fieldset>
  )
}

interface ChipProps {
  isPressed: boolean
  onClick: () => void
  count: number | undefined
  children: React.ReactNode
}

function Chip({ isPressed, onClick, count, children }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={isPressed}
      onClick={onClick}
      className={cn(
        'inline-flex h-7 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full border px-2.5 font-medium text-xs transition-colors',
        isPressed
          ? 'border-accent-line bg-accent-soft text-accent-text'
          : 'bg-surface text-fg-muted hover:bg-hover hover:text-fg',
      )}
    >
      {children}
      <span className={cn('tabular min-w-2', isPressed ? 'text-accent-text' : 'text-fg-subtle')}>
        {count?.toLocaleString('en') ?? ''}
      </span>
    </button>
  )
}
