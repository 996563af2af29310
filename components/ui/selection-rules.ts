export interface Selection {
  ids: ReadonlySet<string>
  /** Where a range begins that Shift draws. */
  anchor: string | undefined
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), anchor: undefined }

/** One row in or out; `isRange`: every row from the last one touched to this gets this one's new state. */
export function toggled(
  selection: Selection,
  listed: readonly string[],
  id: string,
  isRange: boolean,
): Selection {
  const isSelected = !selection.ids.has(id)
  const ids = new Set(selection.ids)
  for (const one of isRange ? between(listed, selection.anchor, id) : [id]) {
    if (isSelected) ids.add(one)
    else ids.delete(one)
  }
  return { ids, anchor: id }
}

/** All of them; or none, where all are selected already. */
export function allToggled(selection: Selection, listed: readonly string[]): Selection {
  const isAll = listed.length > 0 && listed.every((id) => selection.ids.has(id))
  return isAll ? NOTHING_SELECTED : { ids: new Set(listed), anchor: selection.anchor }
}

/** Without rows that are gone from the list: an action must never reach what is not shown. */
export function keptIn(selection: Selection, listed: readonly string[]): Selection {
  const shown = new Set(listed)
  const ids = [...selection.ids].filter((id) => shown.has(id))
  return ids.length === selection.ids.size ? selection : { ...selection, ids: new Set(ids) }
}

function between(listed: readonly string[], anchor: string | undefined, id: string): readonly string[] {
  const to = listed.indexOf(id)
  const from = anchor === undefined ? -1 : listed.indexOf(anchor)
  return from < 0 || to < 0 ? [id] : listed.slice(Math.min(from, to), Math.max(from, to) + 1)
}
