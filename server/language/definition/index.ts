export type { Surroundings } from './check/understand'
export {
  checkGeneratedSteps,
  type GeneratedSteps,
  type GeneratedSurroundings,
} from './check-generated-steps'
export { type CheckedInputs, checkInputs } from './check-inputs'
export { checkWorkflow } from './check-workflow'
export { canonicalDefinition } from './digest'
export { type Completion, type Completions, completionsAt } from './editor/completions'
export { type Hover, hoverAt } from './editor/hover'
export { type OutlineStep, outline } from './editor/outline'
export { type EvaluatedConfig, evaluateConfig, parseConfig } from './evaluate-config'
export { checkValue, type ValueProblem } from './json-schema'
export * from './kinds'
export type { ListKind } from './list-kind'
export { type NamesRead, namesRead } from './names-read'
export { printWorkflow } from './print'
export { type WalkedStep, walkSteps } from './walk-steps'
export { workflowJsonSchema } from './workflow-json-schema'
