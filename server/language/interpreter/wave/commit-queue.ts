import { AppError } from '@/server/kernel/errors'
import type { CommitItem } from '../../contracts'

interface Batch {
  items: CommitItem[]
  afters: ((at: string) => void)[]
  /** Set: it goes alone, and this happens when the store refuses it with `conflict`. */
  onConflict?: () => void
}

interface Options {
  /** `at`: the instant that the log gives these events; ISO. */
  commit(items: CommitItem[], at: string): Promise<void>
  now(): Date
  /** Runs a turn in the wave's own loop. */
  post(turn: () => void): void
  onError(error: unknown): void
}

const MAX_ITEMS = 500

/**
 * Events in order, one transaction at a time. What comes in while one is under way goes together into the
 * next, so a burst of results costs few commits. Never retried: a commit that failed may have happened.
 */
export class CommitQueue {
  private readonly batches: Batch[] = []
  private isCommitting = false
  private isUrgent = false

  constructor(private readonly options: Options) {}

  get isIdle(): boolean {
    return !this.isCommitting && this.batches.length === 0
  }

  /** Something waits for company. */
  get hasQuiet(): boolean {
    return !this.isUrgent && this.batches.length > 0
  }

  /** Appends events; `after` happens once they are committed. */
  add(items: CommitItem[], after?: (at: string) => void): void {
    this.isUrgent = true
    this.append(items, after)
  }

  /** Appends an event that may wait for company. */
  addQuietly(item: CommitItem): void {
    this.append([item])
  }

  addAlone(items: CommitItem[], after: () => void, onConflict: () => void): void {
    this.isUrgent = true
    this.batches.push({ items, afters: [after], onConflict })
  }

  /** Starts the next transaction, unless one is under way or nothing is urgent. */
  flush(options: { evenQuiet: boolean }): void {
    if (this.isCommitting || !(this.isUrgent || options.evenQuiet)) return
    const batch = this.batches.shift()
    if (!batch) return
    this.isCommitting = true
    if (this.batches.length === 0) this.isUrgent = false
    const at = this.options.now().toISOString()
    this.options.commit(batch.items, at).then(
      () => this.options.post(() => this.onCommitted(batch.afters, at)),
      (error: unknown) => this.options.post(() => this.onRefused(batch, error)),
    )
  }

  private append(items: CommitItem[], after?: (at: string) => void): void {
    const last = this.batches.at(-1)
    if (last && !last.onConflict && last.items.length < MAX_ITEMS) {
      last.items.push(...items)
      if (after) last.afters.push(after)
    } else {
      this.batches.push({ items: [...items], afters: after ? [after] : [] })
    }
  }

  private onCommitted(afters: Batch['afters'], at: string): void {
    this.isCommitting = false
    for (const after of afters) after(at)
  }

  private onRefused(batch: Batch, error: unknown): void {
    this.isCommitting = false
    if (batch.onConflict && AppError.is(error) && error.code === 'conflict') batch.onConflict()
    else this.options.onError(error)
  }
}
