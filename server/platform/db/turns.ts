export interface Turns {
  /** Waits for a place; `undefined` where there is one at once. */
  take(tenant: string): Promise<void> | undefined
  giveBack(tenant: string): void
  /** Whether another tenant was here a short while ago. */
  hasOthers(tenant: string): boolean
}

/** Who was here this short a while ago may come again at any moment. */
const PRESENT_MS = 500

/**
 * Shares places between tenants. Who is alone may have them all; while others are there too, nobody holds more than
 * `share`, and who holds the fewest is next. So who comes while another one has hundreds waiting waits for none of
 * those, and finds the database and the processor with little before it.
 */
export function createTurns(places: number, share: number): Turns {
  const held = new Map<string, number>()
  // In the order in which they began to wait.
  const waiting = new Map<string, (() => void)[]>()
  const presence = createPresence()
  let free = places

  const heldBy = (tenant: string) => held.get(tenant) ?? 0
  const mayHave = (tenant: string) => heldBy(tenant) < (presence.hasOthers(tenant) ? share : places)

  function give(tenant: string): void {
    free -= 1
    held.set(tenant, heldBy(tenant) + 1)
  }

  function next(): string | undefined {
    let chosen: string | undefined
    for (const tenant of waiting.keys())
      if (mayHave(tenant) && (chosen === undefined || heldBy(tenant) < heldBy(chosen))) chosen = tenant
    return chosen
  }

  /** One place given back may be more than one to give: a tenant that is alone again may have more than before. */
  function giveToWaiting(): void {
    for (let tenant = next(); free > 0 && tenant !== undefined; tenant = next()) {
      const queue = waiting.get(tenant) ?? []
      const begin = queue.shift()
      if (queue.length === 0) waiting.delete(tenant)
      give(tenant)
      begin?.()
    }
  }

  return {
    take(tenant) {
      presence.note(tenant)
      if (free > 0 && !waiting.has(tenant) && mayHave(tenant)) {
        give(tenant)
        return undefined
      }
      return new Promise((resolve) => {
        const queue = waiting.get(tenant)
        if (queue) queue.push(resolve)
        else waiting.set(tenant, [resolve])
      })
    },
    hasOthers: presence.hasOthers,
    giveBack(tenant) {
      free += 1
      if (heldBy(tenant) > 1) held.set(tenant, heldBy(tenant) - 1)
      else held.delete(tenant)
      if (waiting.size > 0) giveToWaiting()
    },
  }
}

interface Presence {
  note(tenant: string): void
  hasOthers(tenant: string): boolean
}

/** Whether more than one tenant is there; the last two that came are enough to know. */
function createPresence(): Presence {
  let last = { tenant: '', atMs: Number.NEGATIVE_INFINITY }
  let before = last
  return {
    note(tenant) {
      if (tenant !== last.tenant) [last, before] = [{ tenant, atMs: 0 }, last]
      last.atMs = performance.now()
    },
    hasOthers(tenant) {
      const other = tenant === last.tenant ? before : last
      return performance.now() - other.atMs < PRESENT_MS
    },
  }
}
