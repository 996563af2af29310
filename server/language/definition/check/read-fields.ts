import { writtenSchema } from '../document-schema'
import { stepFieldsSchema, undoFieldsSchema } from '../fields'
import { childOf, type MapNode, toJson } from '../source/node'
import type { ProblemList } from '../source/problems'
import type { StepDraft } from './draft'
import { reportIssues } from './issues'

export const STEP_FIELDS = Object.keys(stepFieldsSchema.shape)
export const UNDO_FIELDS = Object.keys(undoFieldsSchema.shape)

/** Reads the fields of a step besides its kind, telling what does not fit. */
export function readFields(step: StepDraft, problems: ProblemList): void {
  const isUndo = step.list.kind === 'undo'
  const [schema, names] = isUndo ? [undoFieldsSchema, UNDO_FIELDS] : [stepFieldsSchema, STEP_FIELDS]
  const entries = [...step.node.entries].filter(([key]) => names.includes(key))
  const node: MapNode = { ...step.node, entries: new Map(entries) }
  const parsed = schema.safeParse(toJson(node))
  if (parsed.success) {
    step.fields = parsed.data
    return
  }
  reportIssues(problems, parsed.error.issues, {
    node,
    at: step.at,
    schema: writtenSchema(schema),
    mayBeDynamic: () => false,
  })
  step.fields = readableFields(node)
}

/** Fields that the checks use. */
const CHECKED = ['needs', 'if', 'output', 'onError', 'retry'] as const
const checkedSchema = stepFieldsSchema
  .pick({ needs: true, if: true, output: true, onError: true, retry: true })
  .partial()

/** What can be used of fields of which some are wrong: order and conditions are still worth checking. */
function readableFields(node: MapNode): StepDraft['fields'] {
  const fields: StepDraft['fields'] = {}
  for (const key of CHECKED) {
    const value = childOf(node, key)
    if (value === undefined) continue
    const result = checkedSchema.safeParse({ [key]: toJson(value) })
    if (result.success) Object.assign(fields, result.data)
  }
  return fields
}
