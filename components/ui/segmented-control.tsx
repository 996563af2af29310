'use client'

import { ToggleGroup as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface SegmentedControlProps<Value extends string> {
  options: readonly {
    value: Value
    label: ReactNode
    icon?: ReactNode
    count?: number
    isLabelHidden?: boolean
  }[]
  value: Value
  onValueChange: (value: Value) => void
  label: string
  size?: 'sm' | 'md'
  className?: string
}

/** A choice of two to five views or scopes, all visible. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  return (
    <Radix.Root
      type="single"
      value={props.value}
      aria-label={props.label}
      onValueChange={(value) => {
        const option = props.options.find((candidate) => candidate.value === value)
        if (option) props.onValueChange(option.value)
      }}
      className={cn(
        'inline-flex w-fit items-center gap-px rounded-md border bg-sunken p-px',
        props.className,
      )}
    >
      {props.options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          className={cn(
            'inline-flex items-center gap-1.5 whitespace-nowrap rounded-[5px] border border-transparent font-medium text-fg-muted transition-colors hover:text-fg data-[state=on]:border-line-strong data-[state=on]:bg-surface data-[state=on]:text-fg data-[state=on]:shadow-lift [&_svg]:size-4',
            props.size === 'sm' ? 'h-6 px-2 text-xs' : 'h-7 px-2.5 text-sm',
          )}
        >
          {option.icon}
          <span className={option.isLabelHidden ? 'sr-only' : undefined}>{option.label}</span>
          {option.count !== undefined && (
            <span className="tabular text-fg-subtle text-xs">{option.count}</span>
          )}
        </Radix.Item>
      ))}
    </Radix.Root>
  )
}
