import type { CommandGroup } from '@/components/ui/command-list'
import type { PaletteItem, PaletteScope } from './palette-item'
import { rank } from './rank'

const SHOWN_A_GROUP = 8
/** What was opened lately wins among near equals. */
const RECENT_BONUS = 6

export interface View {
  query: string
  /** The narrowed list; undefined: everything. */
  scope: PaletteScope | undefined
  /** Ids of what was opened lately. */
  recentIds: ReadonlySet<string>
}

/** The list as groups: in the given order while nothing is typed, else the group of the best hit first. */
export function groupsOf(items: readonly PaletteItem[], view: View): CommandGroup<PaletteItem>[] {
  const isTyped = view.query.trim() !== ''
  const candidates = items.filter((item) => {
    if (view.scope) return item.scope === view.scope
    return isTyped ? item.group !== 'Recent' : item.scope === undefined
  })
  const ranked = rank(candidates, view.query.replace(/^#(?=\d)/, '')).map(({ item, score, marks }) => ({
    item: { ...item, marks },
    score: score + (isTyped && view.recentIds.has(item.id) ? RECENT_BONUS : 0),
  }))
  if (isTyped) ranked.sort((one, other) => other.score - one.score)
  const groups = new Map<string, PaletteItem[]>()
  for (const { item } of ranked) {
    const known = groups.get(item.group)
    if (!known) groups.set(item.group, [item])
    else if (!isTyped || view.scope || known.length < SHOWN_A_GROUP) known.push(item)
  }
  return [...groups].map(([label, found]) => ({ id: label, label, items: found }))
}

/** What the server is asked for: nothing for a single letter, for it would fit everything. */
export function runSearchOf(query: string): string | undefined {
  const text = query.trim()
  if (runNumberOf(text) !== undefined) return text.replace(/^\D+/, '')
  if (/^run_[0-9a-z]+$/i.test(text)) return text.toLowerCase()
  return text.length >= 2 && text.length <= 200 ? text : undefined
}

/** `12`, `#12` and `run 12` name a run. */
export function runNumberOf(query: string): number | undefined {
  const digits = /^(?:run\s+)?#?(\d{1,9})$/i.exec(query.trim())?.[1]
  return digits === undefined ? undefined : Number(digits)
}
