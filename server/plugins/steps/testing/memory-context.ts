import type { JsonValue } from '@/server/kernel/json'
import type { StepContext } from '@/server/language/contracts'
import { createSecretMarkers } from '@/server/language/expressions'
import { createMemory, type Memory, memoryPorts, type World } from './memory-ports'

export { answer } from './memory-ports'

export const markers = createSecretMarkers(() => 'memory-context-nonce')

/** A step's context whose ports live in memory. */
export function memoryContext<Config>(
  config: Config,
  world: World = {},
  changes: Partial<StepContext<Config>> = {},
): { context: StepContext<Config> & { markers: typeof markers }; memory: Memory } {
  const memory = createMemory()
  const now = new Date('2026-11-21T10:00:00.000Z')
  const context = {
    config,
    orgId: 'org_1',
    projectId: 'prj_1',
    runId: 'run_1',
    path: 'step',
    attempt: 1,
    idempotencyKey: 'run_1:step',
    signal: new AbortController().signal,
    now,
    startedAt: now,
    scope: {},
    answers: [],
    log: (level: string, message: string, data?: JsonValue, stream?: string) =>
      void memory.logs.push({
        level,
        message,
        ...(data !== undefined && { data }),
        ...(stream !== undefined && { stream }),
      }),
    ports: memoryPorts(world, memory),
    markers,
    ...changes,
  }
  return { context, memory }
}
