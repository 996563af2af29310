/** The calls that a process makes at a time, and whose they are. */
export interface Places {
  /** How many more calls may be taken. */
  free(): number
  /** How many of them for this tenant. */
  freeFor(tenant: string): number
  take(token: string, tenant: string): void
  giveBack(token: string): void
  /** How many each tenant holds. */
  held(): ReadonlyMap<string, number>
  /** How many one tenant may hold. */
  tenantLimit: number
  tokens(): string[]
  size(): number
}

/** One tenant leaves this share of the places to others, who may come at any moment. */
const KEPT_FREE = 0.2
/** With fewer places than this a single tenant may have them all. */
const SHARED_FROM = 5

export function createPlaces(limit: number): Places {
  const tenants = new Map<string, string>()
  const held = new Map<string, number>()
  const tenantLimit = limit < SHARED_FROM ? limit : Math.floor(limit * (1 - KEPT_FREE))

  const free = () => limit - tenants.size
  return {
    free,
    freeFor: (tenant) => Math.min(free(), tenantLimit - (held.get(tenant) ?? 0)),
    take(token, tenant) {
      tenants.set(token, tenant)
      held.set(tenant, (held.get(tenant) ?? 0) + 1)
    },
    giveBack(token) {
      const tenant = tenants.get(token)
      if (tenant === undefined || !tenants.delete(token)) return
      const left = (held.get(tenant) ?? 1) - 1
      if (left > 0) held.set(tenant, left)
      else held.delete(tenant)
    },
    held: () => held,
    tenantLimit,
    tokens: () => [...tenants.keys()],
    size: () => tenants.size,
  }
}
