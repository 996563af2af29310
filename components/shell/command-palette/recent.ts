/** What was opened lately in one project. A run carries its words along: it is in no list that is at hand. */
export interface RecentEntry {
  id: string
  run?: { number: number; title: string }
}

const MAX = 6

/** The stored entries, newest first; anything unreadable is none. */
export function parseRecent(text: string | null): RecentEntry[] {
  if (!text) return []
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.flatMap(entryOf).slice(0, MAX) : []
  } catch {
    return []
  }
}

/** `entry` goes to the top, once; the oldest falls off. */
export function withRecent(entries: readonly RecentEntry[], entry: RecentEntry): RecentEntry[] {
  return [entry, ...entries.filter((one) => one.id !== entry.id)].slice(0, MAX)
}

export function readRecent(projectId: string): RecentEntry[] {
  try {
    return parseRecent(localStorage.getItem(keyOf(projectId)))
  } catch {
    // A browser may forbid storage; then nothing is remembered.
    return []
  }
}

export function rememberRecent(projectId: string, entry: RecentEntry): void {
  try {
    localStorage.setItem(keyOf(projectId), JSON.stringify(withRecent(readRecent(projectId), entry)))
  } catch {
    // See readRecent.
  }
}

const keyOf = (projectId: string) => `pawl.recent.${projectId}`

function entryOf(value: unknown): RecentEntry[] {
  if (typeof value !== 'object' || value === null || !('id' in value)) return []
  if (typeof value.id !== 'string' || value.id === '') return []
  if (!('run' in value)) return [{ id: value.id }]
  const { run } = value
  if (typeof run !== 'object' || run === null || !('number' in run) || !('title' in run)) return []
  if (!Number.isSafeInteger(run.number) || typeof run.title !== 'string') return []
  return [{ id: value.id, run: { number: Number(run.number), title: run.title } }]
}
