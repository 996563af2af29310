'use client'

import { createContext, type ReactNode, useContext, useEffect, useId, useMemo, useRef, useState } from 'react'
import { Keys } from '../ui/kbd'
import { Sheet } from '../ui/sheet'
import { isTyping } from '../ui/use-row-keys'
import { matchKeys, pressOf } from './shortcut-keys'

export interface Shortcut {
  /** `a`, `mod+k`, or one after the other: `g r`. */
  keys: string
  label: string
  onPress: () => void
  isOff?: boolean
}

interface Registry {
  register: (id: string, group: string, shortcuts: readonly Shortcut[]) => () => void
  list: () => readonly ListedShortcut[]
  openSheet: () => void
}

export interface ListedShortcut extends Shortcut {
  group: string
}

type Entry = { group: string; shortcuts: readonly Shortcut[] }

const Context = createContext<Registry | undefined>(undefined)
const SEQUENCE_MS = 1_000

/** Listens once for all shortcuts of the page, and lists them in the sheet that `?` opens. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const entries = useRef(new Map<string, Entry>())
  const [listed, setListed] = useState<Entry[]>()
  const registry = useMemo<Registry>(
    () => ({
      register: (id, group, shortcuts) => {
        entries.current.set(id, { group, shortcuts })
        return () => entries.current.delete(id)
      },
      list: () =>
        [...entries.current.values()].flatMap(({ group, shortcuts }) =>
          shortcuts.filter((one) => !one.isOff).map((one) => ({ ...one, group })),
        ),
      openSheet: () => setListed([...entries.current.values()]),
    }),
    [],
  )
  useKeyListener(entries, registry.openSheet)
  return (
    <Context value={registry}>
      {children}
      <ShortcutSheet entries={listed} onClose={() => setListed(undefined)} />
    </Context>
  )
}

/** Binds keys while the calling component is shown and lists them under `group`. Silent while someone types. */
export function useShortcuts(group: string, shortcuts: readonly Shortcut[]) {
  const registry = useContext(Context)
  const id = useId()
  useEffect(() => registry?.register(id, group, shortcuts), [registry, id, group, shortcuts])
}

/** What is bound at this moment, to be read when it is needed. */
export function useShortcutList(): () => readonly ListedShortcut[] {
  const registry = useContext(Context)
  return () => registry?.list() ?? []
}

/** Opens the sheet of shortcuts. */
export function useShortcutSheet(): () => void {
  const registry = useContext(Context)
  return () => registry?.openSheet()
}

function useKeyListener(entries: { current: Map<string, Entry> }, openSheet: () => void) {
  useEffect(() => {
    let presses: string[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing || event.repeat) return
      const press = pressOf(event)
      const isChord = press.includes('mod+')
      if (!isChord && isTyping(event.target)) return
      presses = [...presses, press].slice(-3)
      clearTimeout(timer)
      timer = setTimeout(() => {
        presses = []
      }, SEQUENCE_MS)
      // The latest registered wins: a page over the shell, a dialog over a page.
      const all = [...entries.current.values()].reverse().flatMap((entry) => entry.shortcuts)
      const done = all.filter((one) => !one.isOff && matchKeys(one.keys, presses) === 'done')
      const hit = done.sort((one, other) => other.keys.length - one.keys.length)[0]
      if (!hit && press !== '?') return
      event.preventDefault()
      presses = []
      if (hit) hit.onPress()
      else openSheet()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('keydown', onKeyDown)
    }
  }, [entries, openSheet])
}

const EVERYWHERE: Entry = {
  group: 'Lists',
  shortcuts: [
    { keys: 'j', label: 'Next row', onPress: () => {} },
    { keys: 'k', label: 'Previous row', onPress: () => {} },
    { keys: 'enter', label: 'Open the row', onPress: () => {} },
  ],
}

function ShortcutSheet({ entries, onClose }: { entries: Entry[] | undefined; onClose: () => void }) {
  const help: Entry = { group: 'Help', shortcuts: [{ keys: '?', label: 'This list', onPress: () => {} }] }
  const groups = new Map<string, Shortcut[]>()
  for (const { group, shortcuts } of [...(entries ?? []), EVERYWHERE, help]) {
    groups.set(group, [...(groups.get(group) ?? []), ...shortcuts.filter((one) => !one.isOff)])
  }
  return (
    <Sheet isOpen={entries !== undefined} onOpenChange={onClose} title="Keyboard shortcuts" size="sm">
      <div className="flex flex-col gap-6">
        {[...groups].map(([group, shortcuts]) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-1 text-fg-subtle text-xs">{group}</h3>
            <ul>
              {shortcuts.map((one) => (
                <li key={one.keys} className="flex h-8 items-center justify-between gap-4 text-sm">
                  <span className="truncate">{one.label}</span>
                  <Keys keys={one.keys} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Sheet>
  )
}
