'use client'

import { Check, Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { cn } from './cn'
import { Keys } from './kbd'
import { Spinner } from './spinner'

export interface CommandItem {
  id: string
  label: string
  /** `[from, to)` of the typed letters in the label. */
  marks?: readonly (readonly [number, number])[]
  hint?: string | undefined
  icon?: ReactNode
  /** Keys shown at the right; showing them does not bind them. */
  keys?: string | undefined
  /** The one in force out of several. */
  isCurrent?: boolean
}

export interface CommandGroup<Item extends CommandItem> {
  id: string
  label: string
  items: readonly Item[]
}

export interface CommandListProps<Item extends CommandItem> {
  /** The accessible name of field and list. */
  label: string
  placeholder: string
  query: string
  onQueryChange: (query: string) => void
  groups: readonly CommandGroup<Item>[]
  /** `isNewTab`: with Ctrl or ⌘ held, or the middle button. */
  onChoose: (item: Item, how: { isNewTab: boolean }) => void
  /** Backspace in the empty field. */
  onBack?: () => void
  /** Before the field: what the list is narrowed to. */
  leading?: ReactNode
  /** More may come. */
  isBusy?: boolean
  /** Instead of the list while nothing fits. */
  empty: ReactNode
  size?: 'md' | 'lg'
  listClassName?: string
}

/** A search field over groups of things to open or do. The field keeps the focus; arrows move in the list. */
export function CommandList<Item extends CommandItem>(props: CommandListProps<Item>) {
  const { groups, query } = props
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [chosenId, setActiveId] = useState<string>()
  const items = groups.flatMap((group) => group.items)
  const active = items.find((item) => item.id === chosenId) ?? items[0]
  const onKeyDown = useCommandKeys({ ...props, items, active, setActiveId })

  const activeId = active?.id
  const isFirst = active === items[0]
  useEffect(() => {
    if (activeId === undefined) return
    // At the top the group's heading should show as well.
    if (isFirst) list.current?.scrollTo({ top: 0 })
    else document.getElementById(rowId(id, activeId))?.scrollIntoView({ block: 'nearest' })
  }, [id, activeId, isFirst])

  return (
    <>
      <div className={cn('flex items-center gap-2.5 border-b', props.size === 'lg' ? 'px-4' : 'px-3')}>
        {props.leading ?? <Search aria-hidden="true" className="size-4 shrink-0 text-fg-subtle" />}
        <input
          role="combobox"
          aria-label={props.label}
          aria-expanded={items.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={active ? rowId(id, active.id) : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
          placeholder={props.placeholder}
          value={query}
          onChange={(event) => {
            setActiveId(undefined)
            props.onQueryChange(event.target.value)
          }}
          onKeyDown={onKeyDown}
          className={cn(
            'min-w-0 flex-1 bg-transparent text-base outline-none max-md:text-[1rem]',
            props.size === 'lg' ? 'h-12' : 'h-10',
          )}
        />
        {props.isBusy && <Spinner className="text-fg-subtle" />}
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={props.label}
        aria-busy={props.isBusy || undefined}
        className={cn(
          'min-h-0 scroll-py-1.5 overflow-y-auto',
          items.length > 0 && 'p-1.5',
          props.listClassName,
        )}
      >
        {groups.map((group) => (
          <Group
            key={group.id}
            id={id}
            group={group}
            active={active}
            onChoose={props.onChoose}
            onHover={setActiveId}
          />
        ))}
      </div>
      {items.length === 0 && <div className="px-4 py-8 text-center text-fg-muted text-sm">{props.empty}</div>}
      <output className="sr-only">{announcement(items.length, props.isBusy ?? false)}</output>
    </>
  )
}

/** References to ids may hold no spaces. */
const rowId = (listId: string, itemId: string) => `${listId}-${encodeURIComponent(itemId)}`

function announcement(count: number, isBusy: boolean): string {
  if (count === 0) return isBusy ? 'Searching' : 'Nothing found'
  return `${count} ${count === 1 ? 'entry' : 'entries'}`
}

interface CommandKeys<Item extends CommandItem> extends CommandListProps<Item> {
  items: readonly Item[]
  active: Item | undefined
  setActiveId: (id: string | undefined) => void
}

function useCommandKeys<Item extends CommandItem>(props: CommandKeys<Item>) {
  const { items, active, groups, setActiveId } = props
  const go = (item: Item | undefined) => item && setActiveId(item.id)
  const step = (by: number) => {
    if (!active) return
    go(items[(items.indexOf(active) + by + items.length) % items.length])
  }
  const stepGroup = (by: number) => {
    const filled = groups.filter((group) => group.items.length > 0)
    const at = filled.findIndex((group) => active && group.items.includes(active))
    go(filled[(at + by + filled.length) % Math.max(1, filled.length)]?.items[0])
  }
  return (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Backspace' && props.query === '' && props.onBack) {
      event.preventDefault()
      setActiveId(undefined)
      props.onBack()
      return
    }
    const keys: Record<string, () => void> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      PageDown: () => stepGroup(1),
      PageUp: () => stepGroup(-1),
      Enter: () => active && props.onChoose(active, { isNewTab: event.metaKey || event.ctrlKey }),
      ...(event.ctrlKey && { n: () => step(1), p: () => step(-1) }),
      ...(props.query === '' && { Home: () => go(items[0]), End: () => go(items.at(-1)) }),
    }
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined
    if (!act) return
    event.preventDefault()
    act()
  }
}

interface GroupProps<Item extends CommandItem> {
  id: string
  group: CommandGroup<Item>
  active: Item | undefined
  onChoose: CommandListProps<Item>['onChoose']
  onHover: (id: string) => void
}

function Group<Item extends CommandItem>({ id, group, active, onChoose, onHover }: GroupProps<Item>) {
  if (group.items.length === 0) return null
  const headingId = `${id}-group-${group.id}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a listbox; options are grouped by role
    <div role="group" aria-labelledby={headingId} className="not-first:mt-1.5">
      <div
        id={headingId}
        role="presentation"
        className="px-2.5 pt-1 pb-1 font-medium text-2xs text-fg-subtle"
      >
        {group.label}
      </div>
      {group.items.map((item) => (
        <Row
          key={item.id}
          id={rowId(id, item.id)}
          item={item}
          isActive={item === active}
          onChoose={onChoose}
          onHover={onHover}
        />
      ))}
    </div>
  )
}

interface RowProps<Item extends CommandItem> {
  id: string
  item: Item
  isActive: boolean
  onChoose: CommandListProps<Item>['onChoose']
  onHover: (id: string) => void
}

function Row<Item extends CommandItem>({ id, item, isActive, onChoose, onHover }: RowProps<Item>) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above holds the focus and takes the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      aria-current={item.isCurrent || undefined}
      onClick={(event) => onChoose(item, { isNewTab: event.metaKey || event.ctrlKey })}
      onAuxClick={(event) => event.button === 1 && onChoose(item, { isNewTab: true })}
      // Not on enter: a list that scrolls under a resting pointer must not take the choice over.
      onPointerMove={() => onHover(item.id)}
      className={cn(
        'flex min-h-9 cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-1 text-sm max-md:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0',
        isActive ? 'bg-active text-fg' : 'text-fg-muted',
      )}
    >
      {item.icon && <span className={isActive ? 'text-fg' : 'text-fg-subtle'}>{item.icon}</span>}
      <span className="flex min-w-0 flex-1 items-baseline gap-2">
        <span className="min-w-0 truncate text-fg">
          <Marked text={item.label} marks={item.marks ?? []} />
        </span>
        {item.hint && (
          <span
            className={cn(
              'min-w-0 shrink-[3] truncate text-xs',
              isActive ? 'text-fg-muted' : 'text-fg-subtle',
            )}
          >
            {item.hint}
          </span>
        )}
      </span>
      {item.isCurrent && <Check aria-label="current" className="text-accent-text" />}
      {item.keys && (
        <span className="max-md:hidden">
          <Keys keys={item.keys} />
        </span>
      )}
    </div>
  )
}

function Marked({ text, marks }: { text: string; marks: readonly (readonly [number, number])[] }) {
  let at = 0
  const parts: ReactNode[] = []
  for (const [from, to] of marks) {
    parts.push(text.slice(at, from))
    parts.push(
      <mark key={from} className="bg-transparent font-semibold text-accent-text">
        {text.slice(from, to)}
      </mark>,
    )
    at = to
  }
  return [...parts, text.slice(at)]
}
