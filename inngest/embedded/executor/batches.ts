/**
 * Does alone what comes alone, and together what comes while an earlier batch is under way: the busier it is, the
 * fewer commits. A batch that fails is done again one by one, so that none suffers for another.
 */
export function createBatches<Item, Result>(
  doAll: (items: Item[]) => Promise<Result[]>,
  { maxItems, maxUnderWay }: { maxItems: number; maxUnderWay: number },
): (item: Item) => Promise<Result> {
  interface Waiting {
    item: Item
    resolve: (result: Result) => void
    reject: (error: unknown) => void
  }
  const waiting: Waiting[] = []
  let underWay = 0
  let isScheduled = false

  function schedule(): void {
    if (isScheduled || underWay >= maxUnderWay || waiting.length === 0) return
    isScheduled = true
    // What is ready in the same turn goes together.
    setImmediate(() => {
      isScheduled = false
      const batch = waiting.splice(0, maxItems)
      underWay++
      void settle(batch).finally(() => {
        underWay--
        schedule()
      })
      schedule()
    })
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
      const [only] = batch
      if (batch.length === 1 && only) only.reject(error)
      else for (const one of batch) await settle([one])
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      schedule()
    })
}
