import { createHash } from 'node:crypto'
import type { JsonValue } from '@/server/kernel/json'
import type {
  BlobPort,
  CachePort,
  ChildRunPort,
  EmittedEvent,
  EventPort,
  SealPort,
  SlotPort,
  WorkflowDefinition,
} from '../contracts'
import type { Clock } from '../interpreter'
import type { MemoryStore } from './memory-store'

/** Runs that a run starts, of the given workflows. */
export function memoryRuns(store: MemoryStore, workflows: Record<string, WorkflowDefinition>): ChildRunPort {
  const startOnce = (
    parent: { runId: string; path: string; attempt: number },
    run: Parameters<MemoryStore['start']>[0],
  ) => {
    const known = store.childOf(parent)
    if (known) return { ok: true as const, runId: known.base.runId, number: known.base.number }
    const runId = `${parent.runId}/${parent.path}/${parent.attempt}`
    store.start({ ...run, parent, runId })
    return { ok: true as const, runId, number: store.snapshot(runId).number }
  }
  return {
    async start({ runId, path, attempt }, { workflow, inputs }) {
      const definition = workflows[workflow]
      if (!definition)
        return {
          ok: false,
          code: 'unknown_workflow',
          message: `This project has no workflow \`${workflow}\`.`,
        }
      return startOnce({ runId, path, attempt }, { definition, inputs })
    },
    async startFragment({ runId, path, attempt }, fragment) {
      const { definition, inputs } = store.snapshot(runId)
      return startOnce({ runId, path, attempt }, { definition, inputs, fragment })
    },
    async cancel(_, runId) {
      store.requestCancel(runId)
    },
  }
}

export function memoryEvents(store: MemoryStore, clock: Clock): EventPort {
  const events: (EmittedEvent & { by: string })[] = []
  return {
    async emit({ runId, path, attempt }, { name, data }) {
      const by = `${runId}/${path}/${attempt}`
      const known = events.find((event) => event.by === by)
      if (known) return eventOf(known)
      const event = { id: `evt_${events.length + 1}`, name, data, at: clock.now().toISOString(), by }
      events.push(event)
      store.wakeForEvent(name)
      return eventOf(event)
    },
    async since(_, name, from) {
      return events
        .filter((event) => event.name === name && Date.parse(event.at) >= from.getTime())
        .map(eventOf)
    },
  }
}

export function memoryCache(store: MemoryStore, clock: Clock): CachePort {
  return {
    async read(_, key) {
      const kept = store.cached.get(key)
      return kept && Date.parse(kept.expiresAt) > clock.now().getTime()
        ? structuredClone(kept.output)
        : undefined
    },
  }
}

export function memorySlots({ slots }: MemoryStore): SlotPort {
  return {
    async take({ runId, path }, { key, limit }) {
      const isMine = (slot: { runId: string; path: string }) => slot.runId === runId && slot.path === path
      if (!slots.some(isMine)) slots.push({ key, limit, runId, path })
      const ahead = slots.filter((slot) => slot.key === key).findIndex(isMine)
      return ahead < limit ? 'held' : 'queued'
    },
  }
}

export function memoryBlobs(): BlobPort {
  const texts = new Map<string, string>()
  return {
    async write(_, json) {
      const hex = createHash('sha256').update(json).digest('hex')
      const id = `blb_${texts.size + 1}`
      texts.set(id, json)
      return { $blob: id, bytes: Buffer.byteLength(json), digest: `sha256:${hex}` }
    },
    // What was written was JSON.
    read: async (_, { $blob }) => JSON.parse(texts.get($blob) ?? 'null') as JsonValue,
  }
}

/** Seals so that a test sees whether something is sealed; it hides nothing. */
export const visibleSeals: SealPort = {
  seal: async (_, value) => Buffer.from(JSON.stringify(value)).toString('base64'),
  // What was sealed was JSON.
  open: async (_, sealed) => JSON.parse(Buffer.from(sealed, 'base64').toString()) as JsonValue,
}

function eventOf({ id, name, data, at }: EmittedEvent): EmittedEvent {
  return { id, name, data: structuredClone(data), at }
}
