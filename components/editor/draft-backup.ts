import type { ServerDraft } from './draft-keeper'

const PREFIX = 'pawl.draft.'
const TAB_KEY = 'pawl.tab'
/** Without locks nobody can tell whether a tab still lives; after so long it is taken for closed. */
const ORPHAN_AFTER_MS = 600_000

export interface DraftBackup {
  /** What this tab left behind: it was reloaded. */
  read(): ServerDraft | undefined
  write(draft: ServerDraft): void
  clear(): void
  /** Tells other tabs that this one lives; gives the way to stop telling. */
  hold(): () => void
  /** What a tab left behind that is gone, once: it is this tab's from now on. */
  takeOrphan(): Promise<ServerDraft | undefined>
}

/** Unsaved text in the browser's storage, kept apart by tab so that two tabs never overwrite each other's. */
export function draftBackup(workflowId: string): DraftBackup {
  const tab = tabId()
  const kept = storage('localStorage')
  const prefix = `${PREFIX}${workflowId}.`
  const key = `${prefix}${tab}`
  return {
    read: () => parse(kept?.getItem(key) ?? null),
    write: (draft) => {
      try {
        kept?.setItem(key, JSON.stringify({ ...draft, at: Date.now() }))
      } catch {
        // The storage is full or forbidden; saving on the server goes on.
      }
    },
    clear: () => kept?.removeItem(key),
    hold: () => holdLock(lockOf(tab)),
    takeOrphan: async () => {
      const live = await liveTabs()
      for (const other of Object.keys(kept ?? {})) {
        if (!other.startsWith(prefix) || other === key) continue
        const text = kept?.getItem(other) ?? null
        if (!isOrphan(other.slice(prefix.length), text, live)) continue
        kept?.removeItem(other)
        const orphan = parse(text)
        if (orphan) return orphan
      }
      return undefined
    },
  }
}

function isOrphan(tab: string, text: string | null, live: ReadonlySet<string> | undefined): boolean {
  if (live) return !live.has(lockOf(tab))
  const at: unknown = record(text)?.at
  return typeof at !== 'number' || Date.now() - at > ORPHAN_AFTER_MS
}

function parse(text: string | null): ServerDraft | undefined {
  const { source, revision } = record(text) ?? {}
  return typeof source === 'string' && typeof revision === 'number' ? { source, revision } : undefined
}

function record(text: string | null): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    // Any object can be read by string keys.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined // A broken backup is no backup.
  }
}

/** The same after a reload, another one in another tab. */
function tabId(): string {
  const session = storage('sessionStorage')
  const known = session?.getItem(TAB_KEY)
  if (known) return known
  const id = Math.random().toString(36).slice(2, 12)
  session?.setItem(TAB_KEY, id)
  return id
}

/** Absent where a page is made on the server, and where the browser forbids it. */
function storage(kind: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return typeof window === 'undefined' ? undefined : window[kind]
  } catch {
    return undefined
  }
}

function lockOf(tab: string): string {
  return `${TAB_KEY}.${tab}`
}

/** Held until the tab is gone, whichever way; browsers give locks on secure addresses only. */
function holdLock(name: string): () => void {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  // A tab that was duplicated shares its name: either of them holds it.
  void locks()?.request(name, { mode: 'shared' }, () => held)
  return release
}

async function liveTabs(): Promise<ReadonlySet<string> | undefined> {
  const { held } = (await locks()?.query()) ?? {}
  return held && new Set(held.flatMap((lock) => lock.name ?? []))
}

function locks(): LockManager | undefined {
  return typeof navigator !== 'undefined' && 'locks' in navigator ? navigator.locks : undefined
}
