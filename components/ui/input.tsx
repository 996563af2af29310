'use client'

import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'
import { controlStyle } from './control-style'
import { useFieldControl } from './field-context'

export interface InputProps extends ComponentProps<'input'> {
  /** An icon or unit before or after the text. */
  leading?: ReactNode
  trailing?: ReactNode
}

/** One line of text; inside a `Field` it takes id, description and error from it. */
export function Input({ leading, trailing, className, ...props }: InputProps) {
  const control = useFieldControl(props)
  const input = (
    <input
      {...props}
      {...control}
      className={cn(
        controlStyle,
        'h-8 read-only:bg-sunken',
        leading && 'pl-8',
        trailing && 'pr-9',
        className,
      )}
    />
  )
  if (!leading && !trailing) return input
  return (
    <span className="relative block w-full">
      {leading && (
        <span className="pointer-events-none absolute inset-y-0 left-0 grid w-8 place-items-center text-fg-subtle [&_svg]:size-4">
          {leading}
        </span>
      )}
      {input}
      {trailing && (
        <span className="absolute inset-y-0 right-1 flex items-center text-fg-subtle text-xs">
          {trailing}
        </span>
      )}
    </span>
  )
}
