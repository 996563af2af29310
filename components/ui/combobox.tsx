'use client'

import { Check, ChevronsUpDown, Search } from 'lucide-react'
import { Popover as Radix } from 'radix-ui'
import type { KeyboardEvent, ReactNode } from 'react'
import { useId, useState } from 'react'
import { cn } from './cn'
import { controlStyle } from './control-style'
import { useFieldControl } from './field'

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

const SHOWN_MAX = 200

/** One choice out of many, found by typing. */
export function Combobox(props: ComboboxProps) {
  const [isOpen, setOpen] = useState(false)
  const control = useFieldControl({})
  const selected = props.options.find((option) => option.value === props.value)
  return (
    <Radix.Root open={isOpen} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <button
          type="button"
          role="combobox"
          aria-expanded={isOpen}
          aria-haspopup="listbox"
          aria-label={props['aria-label']}
          disabled={props.isDisabled}
          {...control}
          className={cn(
            controlStyle,
            'flex h-8 items-center justify-between gap-2 text-left',
            props.className,
          )}
        >
          <span className={cn('min-w-0 truncate', !props.value && 'text-fg-subtle')}>
            {selected?.label ?? (props.value || (props.placeholder ?? 'Choose…'))}
          </span>
          <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-fg-subtle" />
        </button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={props['aria-label'] ?? 'Options'}
          className="z-[60] w-(--radix-popover-trigger-width) min-w-56 animate-enter overflow-hidden rounded-lg bg-raised shadow-pop outline-none"
        >
          <OptionSearch {...props} onDone={() => setOpen(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function OptionSearch(props: ComboboxProps & { onDone: () => void }) {
  const listId = useId()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const shown = matching(props, text)
  const current = shown[Math.min(active, shown.length - 1)]

  function choose(option: ComboboxOption | undefined) {
    if (!option) return
    props.onValueChange(option.value)
    props.onDone()
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      const next = (Math.min(active, shown.length - 1) + step + shown.length) % Math.max(1, shown.length)
      setActive(next)
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' })
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      choose(current)
    }
  }

  return (
    <>
      <div className="flex items-center gap-2 border-b px-2.5">
        <Search aria-hidden="true" className="size-4 shrink-0 text-fg-subtle" />
        <input
          role="combobox"
          aria-label={props.searchPlaceholder ?? 'Search'}
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={current ? `${listId}-${shown.indexOf(current)}` : undefined}
          aria-autocomplete="list"
          placeholder={props.searchPlaceholder ?? 'Search…'}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
          className="h-9 w-full bg-transparent text-base outline-none max-md:text-[1rem]"
        />
      </div>
      <div id={listId} role="listbox" aria-label="Options" className="max-h-64 overflow-y-auto p-1">
        {shown.map((option, index) => (
          <OptionRow
            key={option.value}
            id={`${listId}-${index}`}
            option={option}
            isActive={option === current}
            isSelected={option.value === props.value}
            onChoose={() => choose(option)}
            onHover={() => setActive(index)}
          />
        ))}
      </div>
      {shown.length === 0 && (
        <output className="block px-3 pb-4 text-center text-fg-muted text-sm">
          {props.emptyText ?? 'Nothing fits.'}
        </output>
      )}
    </>
  )
}

interface OptionRowProps {
  id: string
  option: ComboboxOption
  isActive: boolean
  isSelected: boolean
  onChoose: () => void
  onHover: () => void
}

function OptionRow({ id, option, isActive, isSelected, onChoose, onHover }: OptionRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field above holds focus and handles the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      onClick={onChoose}
      onPointerMove={onHover}
      className={cn(
        'flex min-h-7 cursor-default items-center gap-2 rounded-md px-2 py-1 text-sm [&_svg]:size-4 [&_svg]:shrink-0',
        isActive && 'bg-hover',
      )}
    >
      {option.icon}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{option.label}</span>
        {option.hint && <span className="block truncate text-fg-subtle text-xs">{option.hint}</span>}
      </span>
      {isSelected && <Check aria-hidden="true" className="text-accent-text" />}
    </div>
  )
}

function matching(props: ComboboxProps, text: string): ComboboxOption[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (option: ComboboxOption) => {
    const haystack = `${option.label} ${option.value} ${option.hint ?? ''}`.toLowerCase()
    return words.every((word) => haystack.includes(word))
  }
  const found = props.options.filter(fits).slice(0, SHOWN_MAX)
  const typed = text.trim()
  const isNew = typed !== '' && !props.options.some((option) => option.value === typed)
  if (props.isCustomAllowed && isNew) found.push({ value: typed, label: `Use “${typed}”` })
  return found
}
