export interface Gathering<Item, Result> {
  /** So many pieces of work of one key go on at a time; what comes meanwhile goes together into the next. */
  lanes: number
  /** Items in one piece of work, at most. */
  most: number
  /** Results in the order of the items, or promises of them. What it throws, each of them gets. */
  work(key: string, items: Item[]): Promise<(Result | Promise<Result>)[]>
}

interface Asked<Item, Result> {
  item: Item
  resolve(result: Result | Promise<Result>): void
  reject(error: unknown): void
}

interface Line<Item, Result> {
  waiting: Asked<Item, Result>[]
  underWay: number
  /** There was more than one item in the latest piece of work: where there is one, others are about to come. */
  hasCompany: boolean
  isAnnounced: boolean
}

/**
 * For work that costs little more for many than for one. Who comes alone is served at once; under load whatever comes
 * in one turn of the event loop, or while other work is under way, goes together.
 */
export function createGathering<Item, Result>({
  lanes,
  most,
  work,
}: Gathering<Item, Result>): (key: string, item: Item) => Promise<Result> {
  const lines = new Map<string, Line<Item, Result>>()

  function begin(key: string, line: Line<Item, Result>): void {
    while (line.underWay < lanes && line.waiting.length > 0) {
      const asked = line.waiting.splice(0, most)
      line.underWay += 1
      line.hasCompany = asked.length > 1
      void serve(key, asked).then(() => {
        line.underWay -= 1
        if (line.waiting.length > 0) announce(key, line)
        else if (line.underWay === 0) lines.delete(key)
      })
    }
  }

  async function serve(key: string, asked: Asked<Item, Result>[]): Promise<void> {
    try {
      const results = await work(
        key,
        asked.map(({ item }) => item),
      )
      if (results.length !== asked.length)
        throw new Error(`${asked.length} were asked for and ${results.length} came.`)
      for (const [index, result] of results.entries()) asked[index]?.resolve(result)
      await Promise.allSettled(results)
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }

  function announce(key: string, line: Line<Item, Result>): void {
    if (line.isAnnounced) return
    if (!line.hasCompany) {
      begin(key, line)
      return
    }
    line.isAnnounced = true
    setImmediate(() => {
      line.isAnnounced = false
      begin(key, line)
    })
  }

  return (key, item) =>
    new Promise((resolve, reject) => {
      const line = lines.get(key) ?? { waiting: [], underWay: 0, hasCompany: false, isAnnounced: false }
      lines.set(key, line)
      line.waiting.push({ item, resolve, reject })
      if (line.underWay < lanes) announce(key, line)
    })
}
