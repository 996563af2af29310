'use client'

import { RadioGroup as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { cn } from './cn'
import { useFieldControl } from './field'

export interface RadioOption {
  value: string
  label: ReactNode
  hint?: ReactNode
  isDisabled?: boolean
}

export interface RadioGroupProps {
  options: readonly RadioOption[]
  value: string | undefined
  onValueChange: (value: string) => void
  /** `cards` draws each choice as a bordered tile. */
  variant?: 'plain' | 'cards'
  orientation?: 'vertical' | 'horizontal'
  isDisabled?: boolean
  'aria-label'?: string
  className?: string
}

export function RadioGroup(props: RadioGroupProps) {
  const control = useFieldControl({})
  const isCards = props.variant === 'cards'
  return (
    <Radix.Root
      {...control}
      value={props.value ?? null}
      onValueChange={props.onValueChange}
      disabled={props.isDisabled}
      aria-label={props['aria-label']}
      className={cn(
        'flex gap-2',
        props.orientation === 'horizontal' ? 'flex-row flex-wrap gap-x-4' : 'flex-col',
        props.className,
      )}
    >
      {props.options.map((option) => (
        <Choice key={option.value} option={option} isCard={isCards} />
      ))}
    </Radix.Root>
  )
}

function Choice({ option, isCard }: { option: RadioOption; isCard: boolean }) {
  const id = useId()
  const hintId = option.hint ? `${id}-about` : undefined
  return (
    <label
      htmlFor={id}
      className={cn(
        'flex cursor-pointer items-start gap-2 has-disabled:cursor-not-allowed has-disabled:opacity-50',
        isCard &&
          'rounded-lg border bg-surface px-3 py-2.5 hover:border-line-strong has-data-[state=checked]:border-accent has-data-[state=checked]:bg-accent-soft/45',
      )}
    >
      <Radix.Item
        id={id}
        value={option.value}
        disabled={option.isDisabled}
        aria-describedby={hintId}
        className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-control bg-surface data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Indicator className="size-1.5 rounded-full bg-accent-fg" />
      </Radix.Item>
      <span className="min-w-0">
        <span className="block text-fg text-sm">{option.label}</span>
        {option.hint && (
          <span id={hintId} className="block text-fg-muted text-xs">
            {option.hint}
          </span>
        )}
      </span>
    </label>
  )
}
