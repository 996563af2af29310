import type { LoggedRunEvent } from './run-events'
import { RunViewDraft } from './run-view-draft'
import { NO_USAGE, type RunView } from './run-view-shape'

export * from './run-view-place'
export * from './run-view-shape'

export function emptyRunView(): RunView {
  return {
    status: 'queued',
    tags: [],
    generation: 1,
    isCancelRequested: false,
    isCancelForced: false,
    phase: 'main',
    steps: new Map(),
    usage: NO_USAGE,
    lastSeq: 0,
  }
}

/** The view of a whole log. */
export function reduceRun(events: readonly LoggedRunEvent[]): RunView {
  return applyRunEvents(emptyRunView(), events)
}

export function applyRunEvent(view: RunView, event: LoggedRunEvent): RunView {
  return applyRunEvents(view, [event])
}

/**
 * The view after these events. The given view is left as it is; steps that nothing happened to are shared, so
 * a list need only draw what changed. Costs one pass over the events and one copy of the list of steps.
 */
export function applyRunEvents(view: RunView, events: readonly LoggedRunEvent[]): RunView {
  const fresh = events.filter((event) => event.seq > view.lastSeq)
  if (fresh.length === 0) return view
  const draft = new RunViewDraft(view)
  for (const event of fresh) draft.apply(event)
  return draft.finish()
}
