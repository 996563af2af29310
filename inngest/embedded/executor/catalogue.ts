import type { FunctionConfig } from '../protocol/function-config'
import type { Sql } from '../store/database'
import { readCatalogue, type TriggeredFunction } from '../store/functions'

export interface KnownFunction {
  config: FunctionConfig
  /** Where it is called; null: in the engine's own process. */
  url: string | null
}

/** All registered functions, as they stood at one moment. */
export interface Functions {
  version: string
  find(id: string): KnownFunction | undefined
  triggeredBy(eventName: string): readonly TriggeredFunction[]
}

export interface Catalogue {
  /** As this process knows them; whoever acts on it compares the version within its own statement. */
  known(): Promise<Functions>
  /** As of this version at least. */
  asOf(version: string | undefined): Promise<Functions>
}

/** Keeps the registered functions in memory, so that no event and no call reads them again while they stay the same. */
export function createCatalogue(sql: Sql): Catalogue {
  let current: Functions | undefined
  let reading: Promise<Functions> | undefined

  function read(): Promise<Functions> {
    reading ??= readFunctions(sql)
      .then((functions) => {
        current = functions
        return functions
      })
      .finally(() => {
        reading = undefined
      })
    return reading
  }

  return {
    known: async () => current ?? read(),
    async asOf(version) {
      if (current && (version === undefined || current.version === version)) return current
      // A read that was under way may have begun before that version.
      await reading?.catch(() => undefined)
      return current?.version === version && current ? current : read()
    },
  }
}

async function readFunctions(sql: Sql): Promise<Functions> {
  const { version, functions } = await readCatalogue(sql)
  const byId = new Map<string, KnownFunction>()
  const byEvent = new Map<string, TriggeredFunction[]>()
  for (const { config, url } of functions) {
    byId.set(config.id, { config, url })
    for (const { event, expression } of config.events) {
      const triggered = byEvent.get(event) ?? []
      triggered.push({ config, expression: expression ?? null })
      byEvent.set(event, triggered)
    }
  }
  return {
    version,
    find: (id) => byId.get(id),
    triggeredBy: (eventName) => byEvent.get(eventName) ?? [],
  }
}
