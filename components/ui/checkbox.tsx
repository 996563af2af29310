'use client'

import { Check, Minus } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { useId } from 'react'
import { cn } from './cn'
import { useFieldControl } from './field-context'
import { useControlled } from './use-controlled'

export interface CheckboxProps extends Omit<ComponentProps<'button'>, 'onChange' | 'value' | 'children'> {
  checked?: boolean | 'indeterminate'
  defaultChecked?: boolean
  onCheckedChange?: (checked: boolean) => void
  /** Text beside the box; without it give `aria-label`. */
  label?: ReactNode
  hint?: ReactNode
}

/** `checked` may be `'indeterminate'`. */
export function Checkbox(all: CheckboxProps) {
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
  const [checked, setChecked] = useControlled<boolean | 'indeterminate'>(given, defaultChecked, (value) =>
    onCheckedChange?.(value === true),
  )
  const ownId = useId()
  const control = useFieldControl({ ...props, id })
  const boxId = id ?? control.id ?? ownId
  const hintId = hint ? `${boxId}-about` : undefined
  const describedBy = [control['aria-describedby'], hintId].filter(Boolean).join(' ') || undefined
  const box = (
    // biome-ignore lint/a11y/useSemanticElements: a native checkbox draws neither the mark nor the third state
    <button
      type="button"
      {...props}
      {...control}
      id={boxId}
      role="checkbox"
      aria-checked={checked === 'indeterminate' ? 'mixed' : checked}
      data-state={checked === 'indeterminate' ? checked : checked ? 'checked' : 'unchecked'}
      aria-describedby={describedBy}
      onClick={(event) => {
        props.onClick?.(event)
        if (!event.defaultPrevented) setChecked(checked !== true)
      }}
      // Enter is for the form; a checkbox listens to the space bar alone.
      onKeyDown={(event) => {
        props.onKeyDown?.(event)
        if (event.key === 'Enter') event.preventDefault()
      }}
      className={cn(
        'grid size-4 shrink-0 place-items-center rounded-sm border border-control bg-surface text-accent-fg transition-colors duration-100 hover:border-fg-muted disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-danger data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent',
        label && 'mt-0.5',
        className,
      )}
    >
      {checked === 'indeterminate' && <Minus aria-hidden="true" className="size-3" strokeWidth={3} />}
      {checked === true && <Check aria-hidden="true" className="size-3" strokeWidth={3} />}
    </button>
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
