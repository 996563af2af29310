'use client'

import { Switch as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { useId } from 'react'
import { cn } from './cn'
import { useFieldControl } from './field'

export interface SwitchProps extends ComponentProps<typeof Radix.Root> {
  label?: ReactNode
  hint?: ReactNode
}

/** On or off, at once; in a form that is sent later use `Checkbox`. */
export function Switch({ label, hint, className, id, ...props }: SwitchProps) {
  const ownId = useId()
  const control = useFieldControl({ ...props, id })
  const switchId = id ?? control.id ?? ownId
  const hintId = hint ? `${switchId}-about` : undefined
  const toggle = (
    <Radix.Root
      {...props}
      {...control}
      id={switchId}
      aria-describedby={[control['aria-describedby'], hintId].filter(Boolean).join(' ') || undefined}
      className={cn(
        'relative h-[18px] w-[30px] shrink-0 rounded-full bg-control transition-colors duration-150 disabled:cursor-not-allowed disabled:opacity-50 data-[state=checked]:bg-accent',
        className,
      )}
    >
      <Radix.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-white shadow-lift transition-transform duration-150 ease-out data-[state=checked]:translate-x-3.5 dark:data-[state=checked]:bg-accent-fg" />
    </Radix.Root>
  )
  if (!label) return toggle
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="min-w-0">
        <label htmlFor={switchId} className="block cursor-pointer font-medium text-fg text-sm">
          {label}
        </label>
        {hint && (
          <p id={hintId} className="text-fg-subtle text-xs">
            {hint}
          </p>
        )}
      </div>
      <span className="mt-px inline-flex">{toggle}</span>
    </div>
  )
}
