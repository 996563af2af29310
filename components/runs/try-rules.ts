import { PLACES, type StepView } from '@/server/kernel/run-view'

/** Whether a step can be run by itself: it has begun, and it stands in the definition. */
export function isTriable({ status, slot, stepId, kind }: StepView): boolean {
  const isMadeUp = slot === PLACES.calls || slot === PLACES.undo || slot === PLACES.generated
  const isBatch = stepId === 'batch' && kind === 'forEach'
  return status !== 'pending' && status !== 'skipped' && !isMadeUp && !isBatch
}
