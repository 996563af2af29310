import type { StepDraft } from './draft'

/** Conditions that were true when a step runs: its own, and those of all steps and lists around it. */
export function conditionsAround(step: StepDraft): string[] {
  const conditions: string[] = []
  for (let place: StepDraft | undefined = step; place !== undefined; place = place.list.owner) {
    if (place.fields.if !== undefined) conditions.push(place.fields.if)
    if (place.list.condition !== undefined) conditions.push(place.list.condition)
  }
  return conditions
}
