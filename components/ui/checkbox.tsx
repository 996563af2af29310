'use client'

import { Check, Minus } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { useId } from 'react'
import { cn } from './cn'
import { useFieldControl } from './field'

export interface CheckboxProps extends ComponentProps<typeof Radix.Root> {
  /** Text beside the box; without it give `aria-label`. */
  label?: ReactNode
  hint?: ReactNode
}

/** `checked` may be `'indeterminate'`. */
export function Checkbox({ label, hint, className, id, ...props }: CheckboxProps) {
  const ownId = useId()
  const control = useFieldControl({ ...props, id })
  const boxId = id ?? control.id ?? ownId
  const hintId = hint ? `${boxId}-about` : undefined
  const describedBy = [control['aria-describedby'], hintId].filter(Boolean).join(' ') || undefined
  const box = (
    <Radix.Root
      {...props}
      {...control}
      id={boxId}
      aria-describedby={describedBy}
      className={cn(
        'group grid size-4 shrink-0 place-items-center rounded-sm border border-control bg-surface text-accent-fg transition-colors duration-100 hover:border-fg-muted disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-danger data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent',
        label && 'mt-0.5',
        className,
      )}
    >
      <Radix.Indicator>
        <Minus
          aria-hidden="true"
          className="hidden size-3 group-data-[state=indeterminate]:block"
          strokeWidth={3}
        />
        <Check
          aria-hidden="true"
          className="size-3 group-data-[state=indeterminate]:hidden"
          strokeWidth={3}
        />
      </Radix.Indicator>
    </Radix.Root>
  )
  if (!label) return box
  return (
    <div className="flex items-start gap-2">
      {box}
      <div className="min-w-0">
        <label htmlFor={boxId} className="block cursor-pointer text-fg text-sm">
          {label}
        </label>
        {hint && (
          <p id={hintId} className="text-fg-subtle text-xs">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
