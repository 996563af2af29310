'use client'

import type { ComponentProps, ReactNode } from 'react'
import { useId } from 'react'
import { cn } from './cn'
import { useFieldControl } from './field-context'
import { useControlled } from './use-controlled'

export interface SwitchProps extends Omit<ComponentProps<'button'>, 'onChange' | 'value' | 'children'> {
  checked?: boolean
  defaultChecked?: boolean
  onCheckedChange?: (checked: boolean) => void
  label?: ReactNode
  hint?: ReactNode
}

/** On or off, at once; in a form that is sent later use `Checkbox`. */
export function Switch(all: SwitchProps) {
  const {
    label,
    hint,
    className,
    id,
    checked: given,
    defaultChecked = false,
    onCheckedChange,
    ...props
  } = all
  const [checked, setChecked] = useControlled(given, defaultChecked, onCheckedChange)
  const ownId = useId()
  const control = useFieldControl({ ...props, id })
  const switchId = id ?? control.id ?? ownId
  const hintId = hint ? `${switchId}-about` : undefined
  const toggle = (
    <button
      type="button"
      {...props}
      {...control}
      id={switchId}
      role="switch"
      aria-checked={checked}
      data-state={checked ? 'checked' : 'unchecked'}
      aria-describedby={[control['aria-describedby'], hintId].filter(Boolean).join(' ') || undefined}
      onClick={(event) => {
        props.onClick?.(event)
        if (!event.defaultPrevented) setChecked(!checked)
      }}
      className={cn(
        'group relative h-[18px] w-[30px] shrink-0 rounded-full bg-control transition-colors duration-150 disabled:cursor-not-allowed disabled:opacity-50 data-[state=checked]:bg-accent',
        className,
      )}
    >
      <span className="block size-3.5 translate-x-0.5 rounded-full bg-white shadow-lift transition-transform duration-150 ease-out group-data-[state=checked]:translate-x-3.5 dark:group-data-[state=checked]:bg-accent-fg" />
    </button>
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
