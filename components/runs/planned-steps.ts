import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { PlannedStep } from './tree-node'

/** Steps that a step made up itself, as its log has them; nothing where they were erased. */
export function plannedFrom(steps: JsonValue | undefined): PlannedStep[] {
  if (!Array.isArray(steps)) return []
  return steps.flatMap((step) => {
    if (!isObject(step)) return []
    const { id, kind, name, config, body, branches, handler } = step
    if (typeof id !== 'string' || typeof kind !== 'string') return []
    return [
      {
        id,
        kind,
        ...(typeof name === 'string' && { name }),
        ...(config !== undefined && { config }),
        body: plannedFrom(body),
        handler: plannedFrom(handler),
        branches: branchesFrom(branches),
      },
    ]
  })
}

function branchesFrom(branches: JsonValue | undefined): { name: string; steps: PlannedStep[] }[] {
  if (!Array.isArray(branches)) return []
  return branches.flatMap((branch) =>
    isObject(branch) && typeof branch.name === 'string'
      ? [{ name: branch.name, steps: plannedFrom(branch.steps) }]
      : [],
  )
}

/** When each case of a `switch` with conditions is taken. */
export function casesOf(plan: PlannedStep | undefined): ReadonlyMap<string, string> {
  const cases = plan?.kind === 'switch' && isObject(plan.config) ? plan.config.cases : undefined
  if (!Array.isArray(cases)) return new Map()
  return new Map(
    cases.flatMap((one): [string, string][] =>
      isObject(one) && typeof one.name === 'string' && typeof one.when === 'string'
        ? [[one.name, one.when]]
        : [],
    ),
  )
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
