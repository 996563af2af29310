import { AppError } from '@/server/kernel/errors'
import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { WorkflowDefinition } from '@/server/language/contracts'
import { checkInputs } from '@/server/language/definition'

/** The inputs as a run gets them, defaults filled in; refused with each problem and its place. */
export function requireInputs(definition: Pick<WorkflowDefinition, 'inputs'>, inputs: JsonValue): JsonObject {
  const checked = checkInputs(definition, inputs)
  if (checked.ok) return checked.inputs
  throw new AppError('invalid_input', 'Some inputs do not fit this workflow.', {
    details: { issues: checked.problems },
  })
}
