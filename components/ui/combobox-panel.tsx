import { Check, Search } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { cn } from './cn'
import type { ComboboxOption, ComboboxProps } from './combobox'
import { PopoverPanel } from './popover-panel'

export interface ComboboxPanelProps extends ComboboxProps {
  id: string
  button: RefObject<HTMLElement | null>
  close: () => void
}

const SHOWN_MAX = 200

/** The open list of a combobox, with its search field. */
export function ComboboxPanel({ id, button, close, ...props }: ComboboxPanelProps) {
  return (
    <PopoverPanel
      id={id}
      button={button}
      close={close}
      label={props['aria-label'] ?? 'Options'}
      sideOffsetPx={4}
      className="w-(--radix-popover-trigger-width) min-w-56 max-w-none overflow-hidden p-0"
    >
      <OptionSearch {...props} onDone={close} />
    </PopoverPanel>
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
