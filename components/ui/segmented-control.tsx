'use client'

import type { ReactNode } from 'react'
import { cn } from './cn'
import { moveAlongRow } from './roving-keys'

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
  const current = props.options.find((option) => option.value === props.value) ?? props.options[0]
  return (
    <div
      role="radiogroup"
      aria-label={props.label}
      onKeyDown={moveAlongRow}
      className={cn(
        'inline-flex w-fit items-center gap-px rounded-md border bg-sunken p-px',
        props.className,
      )}
    >
      {props.options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: choosing may load a view, so the arrows only move the focus
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === props.value}
          tabIndex={option === current ? 0 : -1}
          onClick={() => {
            if (option.value !== props.value) props.onValueChange(option.value)
          }}
          className={cn(
            'inline-flex items-center gap-1.5 whitespace-nowrap rounded-[5px] border border-transparent font-medium text-fg-muted transition-colors hover:text-fg aria-checked:border-line-strong aria-checked:bg-surface aria-checked:text-fg aria-checked:shadow-lift [&_svg]:size-4',
            props.size === 'sm' ? 'h-6 px-2 text-xs' : 'h-7 px-2.5 text-sm',
          )}
        >
          {option.icon}
          <span className={option.isLabelHidden ? 'sr-only' : undefined}>{option.label}</span>
          {option.count !== undefined && (
            <span className="tabular text-fg-subtle text-xs">{option.count}</span>
          )}
        </button>
      ))}
    </div>
  )
}
