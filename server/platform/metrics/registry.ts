import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

// Next loads routes and pages as separate module copies: one set of figures a process.
const shared = globalThis as unknown as { pawlMetrics?: Registry }

const LOOP_RESOLUTION_MS = 20

/** What this process has counted itself, with memory, processor time and event loop from its first use on. */
export function ownRegistry(): Registry {
  if (!shared.pawlMetrics) {
    shared.pawlMetrics = new Registry()
    collectDefaultMetrics({
      register: shared.pawlMetrics,
      eventLoopMonitoringPrecision: LOOP_RESOLUTION_MS,
    })
  }
  return shared.pawlMetrics
}

interface Named<Label extends string> {
  name: string
  help: string
  labelNames?: readonly Label[]
}

/** A histogram of this process, made at its first use by whichever module copy comes first. */
export function ownHistogram<Label extends string = never>(
  given: Named<Label> & { buckets: readonly number[] },
): () => Histogram<Label> {
  const { labelNames = [], buckets, ...about } = given
  return () => {
    const registry = ownRegistry()
    // Made under this name below, by this copy of the module or by another.
    const known = registry.getSingleMetric(given.name) as Histogram<Label> | undefined
    return (
      known ??
      new Histogram<Label>({
        ...about,
        labelNames: [...labelNames],
        buckets: [...buckets],
        registers: [registry],
      })
    )
  }
}

/** The same for a counter. */
export function ownCounter(given: Named<never>): () => Counter {
  const { name, help } = given
  return () => {
    const registry = ownRegistry()
    // See ownHistogram.
    const known = registry.getSingleMetric(name) as Counter | undefined
    return known ?? new Counter({ name, help, registers: [registry] })
  }
}
