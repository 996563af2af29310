import type { ComponentProps } from 'react'
import { cn } from './cn'

export interface LabelProps extends ComponentProps<'label'> {
  isRequired?: boolean
  /** Says "optional" beside the label: for forms where most fields are required. */
  isOptional?: boolean
}

export function Label({ isRequired = false, isOptional = false, className, children, ...props }: LabelProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is named by `htmlFor`
    <label
      className={cn('inline-flex items-baseline gap-1 font-medium text-fg text-sm', className)}
      {...props}
    >
      {children}
      {isRequired && (
        <span aria-hidden="true" className="text-danger-text">
          *
        </span>
      )}
      {isOptional && <span className="font-normal text-fg-subtle text-xs">optional</span>}
    </label>
  )
}
