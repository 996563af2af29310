'use client'

import type { ComponentProps } from 'react'
import { cn } from './cn'
import { controlStyle } from './control-style'
import { useFieldControl } from './field-context'

export interface TextareaProps extends ComponentProps<'textarea'> {
  /** For code, YAML and JSON. */
  isMono?: boolean
}

/** Several lines; grows with its content between `rows` and 24 rem. */
export function Textarea({ isMono = false, rows = 3, className, ...props }: TextareaProps) {
  const control = useFieldControl(props)
  return (
    <textarea
      rows={rows}
      {...props}
      {...control}
      className={cn(
        controlStyle,
        'field-sizing-content block max-h-96 resize-y py-1.5 read-only:bg-sunken',
        isMono && 'font-mono text-sm',
        className,
      )}
      style={{ minHeight: `${rows * 1.375 + 0.875}rem`, ...props.style }}
    />
  )
}
