import type { JsonSchema, JsonValue } from '@/server/kernel/json'
import type { Problem, Step } from '@/server/language/contracts'
import { buildSteps } from './check/build'
import { checkExpressions } from './check/expressions'
import { checkSchemas } from './check/schemas'
import { type Surroundings, understandDocument } from './check/understand'
import { documentOf } from './source/from-json'

export interface GeneratedSurroundings extends Surroundings {
  /** The inputs of the workflow; left out: not known, so any may be read. */
  inputs?: { [name: string]: JsonSchema }
}

export type GeneratedSteps = { ok: true; steps: Step[] } | { ok: false; problems: Problem[] }

/**
 * Checks steps that code made up as a document's `steps` would be. They may read `inputs`, `vars`, `run`,
 * `trigger` and each other; `projectVars` names all variables there are. Messages begin with the path, as
 * `steps[0].http.url`, for values have no lines.
 */
export function checkGeneratedSteps(
  steps: JsonValue,
  { inputs, ...surroundings }: GeneratedSurroundings = {},
): GeneratedSteps {
  const { document, problems } = documentOf({
    version: 1,
    name: 'generated',
    ...(inputs === undefined ? {} : { inputs }),
    steps,
  })
  const understood = understandDocument(document, {
    ...surroundings,
    areInputsKnown: inputs !== undefined,
  })
  if (understood.root === undefined) return { ok: false, problems: problems() }
  checkSchemas(understood, document.problems)
  checkExpressions(document, understood)
  if (document.problems.hasErrors()) {
    return { ok: false, problems: problems().filter(({ severity }) => severity === 'error') }
  }
  return { ok: true, steps: buildSteps(understood.top, undefined, { ...understood, document }) }
}
