'use client'

import { ChevronsUpDown } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef, useState } from 'react'
import { cn } from './cn'
import { controlStyle } from './control-style'
import { useFieldControl } from './field-context'
import { onDemand } from './on-demand'
import { useTypeahead } from './use-typeahead'

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

const OPENING_KEYS = [' ', 'Enter', 'ArrowUp', 'ArrowDown']
const panel = onDemand(() => import('./select-panel').then((module) => module.SelectPanel))

/** One choice out of a few; for many use `Combobox`. Letters choose without opening it. */
export function Select(props: SelectProps) {
  const panelId = useId()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  const Panel = panel.useWhen(isOpen, close)
  const control = useFieldControl(props)
  const typeahead = useTypeahead(props.options, props.value, props.onValueChange)
  const selected = props.options.find((option) => option.value === props.value)
  const { onPointerDown, onClick } = pressHandlers(() => setOpen(true))

  function onKeyDown(event: KeyboardEvent) {
    if (typeahead.take(event)) return
    if (!OPENING_KEYS.includes(event.key)) return
    event.preventDefault()
    setOpen(true)
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        role="combobox"
        id={props.id}
        {...control}
        aria-label={props['aria-label']}
        aria-expanded={isOpen}
        aria-haspopup="listbox"
        aria-controls={Panel ? panelId : undefined}
        aria-autocomplete="none"
        disabled={props.isDisabled}
        data-state={isOpen ? 'open' : 'closed'}
        data-placeholder={selected ? undefined : ''}
        onPointerEnter={panel.preload}
        onFocus={panel.preload}
        onPointerDown={onPointerDown}
        onClick={onClick}
        onKeyDown={onKeyDown}
        className={cn(
          controlStyle,
          'flex items-center justify-between gap-2 text-left data-placeholder:text-fg-subtle',
          props.size === 'sm' ? 'h-7 px-2 text-xs' : 'h-8',
          props.className,
        )}
      >
        <span className="min-w-0 truncate">{selected?.label ?? props.placeholder ?? 'Choose…'}</span>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-fg-subtle" />
      </button>
      {props.name && <input type="hidden" name={props.name} value={props.value ?? ''} />}
      {Panel && <Panel {...props} id={panelId} button={button} close={close} />}
    </>
  )
}

/** A mouse opens it on the press, so that one can drag to a choice; a finger on the click, for it may be scrolling. */
function pressHandlers(open: () => void) {
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType !== 'mouse' || event.button !== 0 || event.ctrlKey) return
      event.preventDefault() // the focus goes into the list, not to the button
      open()
    },
    onClick: open,
  }
}
