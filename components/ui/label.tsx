'use client'

import { Label as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn'

export interface LabelProps extends ComponentProps<typeof Radix.Root> {
  isRequired?: boolean
  /** Says "optional" beside the label: for forms where most fields are required. */
  isOptional?: boolean
}

export function Label({ isRequired = false, isOptional = false, className, children, ...props }: LabelProps) {
  return (
    <Radix.Root
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
    </Radix.Root>
  )
}
