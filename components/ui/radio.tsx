'use client'

import type { ReactNode } from 'react'
import { useId } from 'react'
import { cn } from './cn'
import { useFieldControl } from './field-context'

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
  const name = useId()
  return (
    <div
      {...control}
      role="radiogroup"
      aria-label={props['aria-label']}
      aria-orientation={props.orientation}
      className={cn(
        'flex gap-2',
        props.orientation === 'horizontal' ? 'flex-row flex-wrap gap-x-4' : 'flex-col',
        props.className,
      )}
    >
      {props.options.map((option) => (
        <Choice
          key={option.value}
          option={option}
          name={name}
          isChecked={option.value === props.value}
          isDisabled={props.isDisabled || option.isDisabled}
          isCard={props.variant === 'cards'}
          onChoose={() => props.onValueChange(option.value)}
        />
      ))}
    </div>
  )
}

interface ChoiceProps {
  option: RadioOption
  name: string
  isChecked: boolean
  isDisabled: boolean | undefined
  isCard: boolean
  onChoose: () => void
}

function Choice({ option, name, isChecked, isDisabled, isCard, onChoose }: ChoiceProps) {
  const id = useId()
  const hintId = option.hint ? `${id}-about` : undefined
  return (
    <label
      htmlFor={id}
      className={cn(
        'flex cursor-pointer items-start gap-2 has-disabled:cursor-not-allowed has-disabled:opacity-50',
        isCard &&
          'rounded-lg border bg-surface px-3 py-2.5 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft/45',
      )}
    >
      <input
        type="radio"
        id={id}
        name={name}
        value={option.value}
        checked={isChecked}
        disabled={isDisabled}
        aria-describedby={hintId}
        onChange={onChoose}
        // Enter would send the form; a choice is made with the space bar and the arrows.
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault()
        }}
        className="mt-0.5 grid size-4 shrink-0 appearance-none place-items-center rounded-full border border-control bg-surface before:size-1.5 before:rounded-full checked:border-accent checked:bg-accent checked:before:bg-accent-fg"
      />
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
