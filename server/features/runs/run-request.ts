import type { WorkflowDefinition } from '@/server/language/contracts'

/** Asks for a run to be worked on; the relay tells the engine, or keeps the run back until it has a place. */
export interface RunRequest {
  name: 'run.requested'
  data: { runId: string; generation: number; needsPlace?: true }
}

/** `definition`: absent where the run counts with another one, as a part of it. */
export function requestOf(
  runId: string,
  generation: number,
  definition: Pick<WorkflowDefinition, 'concurrency'> | undefined,
): RunRequest {
  const needsPlace = definition?.concurrency !== undefined
  return {
    name: 'run.requested',
    data: { runId, generation, ...(needsPlace && { needsPlace: true as const }) },
  }
}
