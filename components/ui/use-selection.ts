'use client'

import { useState } from 'react'
import { allToggled, keptIn, NOTHING_SELECTED, toggled } from './selection-rules'

export interface UseSelection {
  /** Of the listed rows only. */
  ids: ReadonlySet<string>
  count: number
  total: number
  has: (id: string) => boolean
  toggle: (id: string, how?: { isRange: boolean }) => void
  toggleAll: () => void
  clear: () => void
}

/** Which rows of a list are selected; `listed` are the ids as they stand in the list. */
export function useSelection(listed: readonly string[]): UseSelection {
  const [stored, setStored] = useState(NOTHING_SELECTED)
  const selection = keptIn(stored, listed)
  return {
    ids: selection.ids,
    count: selection.ids.size,
    total: listed.length,
    has: (id) => selection.ids.has(id),
    toggle: (id, how) => setStored(toggled(selection, listed, id, how?.isRange ?? false)),
    toggleAll: () => setStored(allToggled(selection, listed)),
    clear: () => setStored(NOTHING_SELECTED),
  }
}
