'use client'

import { cn } from '../ui/cn'
import type { OutlineRow } from './outline'

export interface StepOutlineProps {
  steps: readonly OutlineRow[]
  /** The line the cursor is on. */
  line: number
  onJump: (step: OutlineRow) => void
}

/** The steps of the document, nested as they are; the one under the cursor is marked. */
export function StepOutline({ steps, line, onJump }: StepOutlineProps) {
  const current = steps.findLast((step) => step.line <= line)
  return (
    <nav aria-label="Steps of the document" className="h-full min-h-0 overflow-y-auto px-2 py-2">
      <h2 className="px-2 pb-1 font-medium text-fg-subtle text-xs">Steps</h2>
      {steps.length === 0 ? (
        <p className="px-2 text-fg-subtle text-xs">
          They show here as soon as the document has <code>steps:</code>.
        </p>
      ) : (
        <ol className="m-0 list-none p-0">
          {steps.map((step) => (
            <li key={`${step.line}:${step.id}`}>
              <button
                type="button"
                onClick={() => onJump(step)}
                aria-current={step === current ? 'location' : undefined}
                style={{ paddingLeft: `${8 + step.depth * 14}px` }}
                className={cn(
                  'flex h-7 w-full min-w-0 items-center gap-2 rounded-md pr-2 text-left text-sm hover:bg-hover',
                  step === current ? 'bg-active text-fg' : 'text-fg-muted',
                )}
              >
                <span className={cn('min-w-0 truncate', step.kind === 'list' && 'text-fg-subtle')}>
                  {step.id}
                </span>
                {step.kind !== 'list' && (
                  <span className="ml-auto shrink-0 font-mono text-2xs text-fg-subtle">{step.kind}</span>
                )}
              </button>
            </li>
          ))}
        </ol>
      )}
    </nav>
  )
}
