import type { StepKind, StepKindName } from '@/server/language/contracts'

/** Turns a list of step kinds into a look-up; a kind named twice is a mistake seen at the start. */
export function listStepKinds(kinds: readonly StepKind[]): ReadonlyMap<StepKindName, StepKind> {
  const byName = new Map<StepKindName, StepKind>()
  for (const kind of kinds) {
    if (byName.has(kind.kind)) throw new Error(`Two plug-ins handle the step kind "${kind.kind}".`)
    byName.set(kind.kind, kind)
  }
  return byName
}
