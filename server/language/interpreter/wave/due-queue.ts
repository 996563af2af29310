/** What falls due at an instant. `cancel` makes it never happen. */
export interface Due {
  readonly atMs: number
  cancel(): void
}

interface Entry extends Due {
  order: number
  run: () => void
  isCancelled: boolean
}

/** Things to do at given instants: a binary heap, as thousands of retries may wait at once. */
export class DueQueue {
  private readonly heap: Entry[] = []
  private added = 0

  add(atMs: number, run: () => void): Due {
    const entry: Entry = {
      atMs,
      order: this.added++,
      run,
      isCancelled: false,
      cancel() {
        this.isCancelled = true
      },
    }
    this.heap.push(entry)
    this.rise(this.heap.length - 1)
    return entry
  }

  get nextAtMs(): number | undefined {
    while (this.heap[0]?.isCancelled) this.pop()
    return this.heap[0]?.atMs
  }

  /** Does all that is due, earliest first; what came in meanwhile included. */
  runDue(nowMs: number): void {
    for (let atMs = this.nextAtMs; atMs !== undefined && atMs <= nowMs; atMs = this.nextAtMs)
      this.pop()?.run()
  }

  private pop(): Entry | undefined {
    const [first] = this.heap
    const last = this.heap.pop()
    if (last && last !== first) {
      this.heap[0] = last
      this.sink(0)
    }
    return first
  }

  private rise(start: number): void {
    for (let index = start; index > 0; ) {
      const parent = (index - 1) >> 1
      if (!this.isBefore(index, parent)) return
      this.swap(index, parent)
      index = parent
    }
  }

  private sink(start: number): void {
    for (let index = start; ; ) {
      const left = 2 * index + 1
      const smaller = this.isBefore(left + 1, left) ? left + 1 : left
      if (!this.isBefore(smaller, index)) return
      this.swap(index, smaller)
      index = smaller
    }
  }

  private isBefore(a: number, b: number): boolean {
    const first = this.heap[a]
    const second = this.heap[b]
    if (!first || !second) return false
    return first.atMs === second.atMs ? first.order < second.order : first.atMs < second.atMs
  }

  private swap(a: number, b: number): void {
    const first = this.heap[a]
    const second = this.heap[b]
    if (!first || !second) return
    this.heap[a] = second
    this.heap[b] = first
  }
}
