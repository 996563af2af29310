import type { ReactNode } from 'react'
import type { CommandItem } from '@/components/ui/command-list'
import type { RecentEntry } from './recent'

/** What the list can be narrowed to. */
export type PaletteScope = 'workflows' | 'projects' | 'themes'

export type PaletteEffect =
  | { kind: 'go'; href: string }
  | { kind: 'do'; act: () => void }
  | { kind: 'narrow'; scope: PaletteScope }

export interface PaletteItem extends CommandItem {
  group: string
  icon: ReactNode
  /** Other words that it is known by. */
  keywords?: string | undefined
  effect: PaletteEffect
  /** Not in the first view: only once something is typed, or in this narrowed list. */
  scope?: PaletteScope | 'typed'
  /** What to keep of it once it is opened. */
  recent?: RecentEntry
}
