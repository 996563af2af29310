export interface BatchOptions {
  /** Asked each time, where it depends. */
  maxItems: number | (() => number)
  maxUnderWay: number
  /** What comes alone goes with what is asked for in the same breath; without it, with all that is ready in this turn. */
  isAtOnce?: boolean
  /** A batch that takes longer keeps no others waiting: it counts no longer as under way. */
  patienceMs?: number
  /** Whether what failed so may be done again; absent: it may. */
  mayRepeat?: (error: unknown) => boolean
}

interface UnderWay {
  sinceMs: number
}

export interface Batcher<Item, Result> {
  (item: Item): Promise<Result>
  /** Whether one that comes now has to wait for others. */
  isBusy(): boolean
}

/**
 * Does alone what comes alone, and together what comes while an earlier batch is under way: the busier it is, the
 * fewer batches. Those of a batch that fails are done again one by one, so that none suffers for another.
 */
export function createBatches<Item, Result>(
  doAll: (items: Item[]) => Promise<Result[]>,
  { maxItems, maxUnderWay, isAtOnce = false, patienceMs, mayRepeat = () => true }: BatchOptions,
): Batcher<Item, Result> {
  interface Waiting {
    item: Item
    resolve: (result: Result) => void
    reject: (error: unknown) => void
  }
  const waiting: Waiting[] = []
  const underWay = new Set<UnderWay>()
  let isScheduled = false
  let isWatched = false

  function schedule(): void {
    if (isScheduled || waiting.length === 0) return
    if (underWay.size < maxUnderWay) startBy(setImmediate)
    else watch()
  }

  function startBy(queue: (callback: () => void) => void): void {
    isScheduled = true
    queue(() => {
      isScheduled = false
      start()
    })
  }

  function start(): void {
    while (underWay.size < maxUnderWay && waiting.length > 0) {
      const most = typeof maxItems === 'number' ? maxItems : maxItems()
      const batch: UnderWay = { sinceMs: performance.now() }
      underWay.add(batch)
      void settle(waiting.splice(0, most)).then(() => leave(batch))
    }
    schedule()
  }

  /** One that took too long has left before it ends. */
  function leave(batch: UnderWay): void {
    // Those who have just got their answer may have more: it goes together.
    if (underWay.delete(batch)) schedule()
  }

  /** Only where somebody waits may a batch take too long. */
  function watch(): void {
    const [oldest] = underWay
    if (patienceMs === undefined || isWatched || !oldest) return
    isWatched = true
    const leftMs = oldest.sinceMs + patienceMs - performance.now()
    setTimeout(() => {
      isWatched = false
      if (performance.now() >= oldest.sinceMs + patienceMs) leave(oldest)
      schedule()
    }, leftMs)
  }

  async function settle(batch: Waiting[]): Promise<void> {
    try {
      const results = await doAll(batch.map(({ item }) => item))
      batch.forEach(({ resolve, reject }, index) => {
        // As many results as items, in their order.
        if (index < results.length) resolve(results[index] as Result)
        else reject(new Error(`A batch of ${batch.length} gave ${results.length} results.`))
      })
    } catch (error) {
      if (batch.length === 1 || !mayRepeat(error)) for (const { reject } of batch) reject(error)
      else for (const one of batch) void settle([one])
    }
  }

  const add = (item: Item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (isAtOnce && !isScheduled && underWay.size < maxUnderWay) startBy(process.nextTick)
      else schedule()
    })
  return Object.assign(add, { isBusy: () => underWay.size >= maxUnderWay })
}
