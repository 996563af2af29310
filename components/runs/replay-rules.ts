import type { JsonObject } from '@/server/kernel/json'
import type { RunView, StepView } from '@/server/kernel/run-view'

/** Steps at which a replay can be told to begin, but for items and iterations, of which there may be thousands. */
export function replayStarts(view: RunView | undefined): ReplayStart[] {
  return [...(view?.steps.values() ?? [])]
    .filter((step) => mayBeginAt(step) && !step.path.includes('['))
    .map(startOf)
}

export interface ReplayStart {
  value: string
  label: string
  hint: string
}

export function startOf({ path, name, stepId }: StepView): ReplayStart {
  return { value: path, label: name ?? stepId, hint: path }
}

const MADE_UP = /(^|\.)(undo|onError|generated|finally|\d+-\w+)(\.|$)/

/** Whether a replay can begin at a step: it has begun, and not on behalf of another one. */
export function mayBeginAt({ status, path, stepId, kind }: StepView): boolean {
  const isBatch = stepId === 'batch' && kind === 'forEach'
  return status !== 'pending' && status !== 'skipped' && !isBatch && !MADE_UP.test(path)
}

/** What to send: nothing where the inputs stay as they were. */
export function editedInputs(before: JsonObject, after: JsonObject): JsonObject | undefined {
  return JSON.stringify(sorted(before)) === JSON.stringify(sorted(after)) ? undefined : after
}

function sorted(value: JsonObject): [string, unknown][] {
  return Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
}
