'use client'

import { Check, ChevronsUpDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { controlStyle } from './control-style'
import { useFieldControl } from './field'

export interface SelectOption {
  value: string
  label: ReactNode
  /** Shown small under the label. */
  hint?: string
  icon?: ReactNode
  isDisabled?: boolean
}

export interface SelectProps {
  options: readonly SelectOption[]
  /** `undefined` shows the placeholder. Values are non-empty. */
  value: string | undefined
  onValueChange: (value: string) => void
  placeholder?: string
  size?: 'sm' | 'md'
  isDisabled?: boolean
  id?: string
  name?: string
  'aria-label'?: string
  className?: string
}

/** One choice out of a few; for many use `Combobox`. */
export function Select(props: SelectProps) {
  const control = useFieldControl(props)
  return (
    <Radix.Root
      value={props.value ?? ''}
      onValueChange={props.onValueChange}
      disabled={props.isDisabled}
      name={props.name}
    >
      <Radix.Trigger
        id={props.id}
        {...control}
        aria-label={props['aria-label']}
        className={cn(
          controlStyle,
          'flex items-center justify-between gap-2 text-left data-placeholder:text-fg-subtle',
          props.size === 'sm' ? 'h-7 px-2 text-xs' : 'h-8',
          props.className,
        )}
      >
        <span className="min-w-0 truncate">
          <Radix.Value placeholder={props.placeholder ?? 'Choose…'} />
        </span>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-fg-subtle" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-[60] max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-80 animate-enter overflow-hidden rounded-lg bg-raised shadow-pop"
        >
          <Radix.Viewport className="p-1">
            {props.options.map((option) => (
              <Option key={option.value} option={option} />
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Option({ option }: { option: SelectOption }) {
  return (
    <Radix.Item
      value={option.value}
      disabled={option.isDisabled}
      className="flex min-h-7 cursor-default select-none items-center gap-2 rounded-md py-1 pr-2 pl-2 text-sm outline-none data-highlighted:bg-hover data-disabled:opacity-50"
    >
      {option.icon && <span className="text-fg-muted [&_svg]:size-4">{option.icon}</span>}
      <span className="min-w-0 flex-1">
        <Radix.ItemText>{option.label}</Radix.ItemText>
        {option.hint && <span className="block text-fg-subtle text-xs">{option.hint}</span>}
      </span>
      <Radix.ItemIndicator>
        <Check aria-hidden="true" className="size-4 text-accent-text" />
      </Radix.ItemIndicator>
    </Radix.Item>
  )
}
