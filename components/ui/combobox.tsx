'use client'

import { ChevronsUpDown } from 'lucide-react'
import { type ReactNode, useId, useRef, useState } from 'react'
import { cn } from './cn'
import { controlStyle } from './control-style'
import { useFieldControl } from './field-context'
import { onDemand } from './on-demand'

export interface ComboboxOption {
  value: string
  /** Searched and shown. */
  label: string
  hint?: string
  icon?: ReactNode
}

export interface ComboboxProps {
  options: readonly ComboboxOption[]
  value: string | undefined
  onValueChange: (value: string) => void
  placeholder?: string
  searchPlaceholder?: string
  emptyText?: string
  /** Offers what was typed as a value of its own. */
  isCustomAllowed?: boolean
  isDisabled?: boolean
  'aria-label'?: string
  className?: string
}

const panel = onDemand(() => import('./combobox-panel').then((module) => module.ComboboxPanel))

/** One choice out of many, found by typing. */
export function Combobox(props: ComboboxProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  const Panel = panel.useWhen(isOpen, close)
  const control = useFieldControl({})
  const selected = props.options.find((option) => option.value === props.value)
  return (
    <>
      <button
        ref={button}
        type="button"
        role="combobox"
        aria-expanded={isOpen}
        aria-haspopup="listbox"
        aria-controls={Panel ? id : undefined}
        aria-label={props['aria-label']}
        disabled={props.isDisabled}
        data-state={isOpen ? 'open' : 'closed'}
        {...control}
        onPointerEnter={panel.preload}
        onFocus={panel.preload}
        onClick={() => setOpen(!isOpen)}
        className={cn(controlStyle, 'flex h-8 items-center justify-between gap-2 text-left', props.className)}
      >
        <span className={cn('min-w-0 truncate', !props.value && 'text-fg-subtle')}>
          {selected?.label ?? (props.value || (props.placeholder ?? 'Choose…'))}
        </span>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-fg-subtle" />
      </button>
      {Panel && <Panel {...props} id={id} button={button} close={close} />}
    </>
  )
}
