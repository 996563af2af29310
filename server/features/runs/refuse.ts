import { AppError } from '@/server/kernel/errors'
import type { RunState } from './rules'

/** What the run knew is gone, so nothing can go on from it. */
export function refuseErased({ isErased }: Pick<RunState, 'isErased'>): void {
  if (!isErased) return
  throw new AppError(
    'invalid_state',
    'What this run knew has been erased, so it cannot go on. Start a new run.',
  )
}

/** Some items of another run have no life of their own. */
export function refusePart({ part }: Pick<RunState, 'part'>, parentRunId: string | null): void {
  if (part !== 'items') return
  throw new AppError(
    'invalid_state',
    'This run is a part of another one: some items of its `forEach`. Do this with that run.',
    parentRunId === null ? {} : { details: { parentRunId } },
  )
}
