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

/** A part of a workflow has no life of its own. */
export function refusePart({ part }: Pick<RunState, 'part'>, parentRunId: string | null): void {
  if (part === null) return
  throw new AppError(
    'invalid_state',
    part === 'items'
      ? 'This run is a part of another one: some items of its `forEach`. Do this with that run.'
      : 'This run is one step that was tried. Try the step again from the run it belongs to.',
    parentRunId === null ? {} : { details: { parentRunId } },
  )
}
