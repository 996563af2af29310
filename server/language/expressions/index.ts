export { checkAst, checkExpression, checkProgram, type ExpressionProblem } from './check'
export { constantTruth } from './constant-truth'
export {
  bareExpression,
  type Evaluated,
  type EvaluationContext,
  evaluateCondition,
  evaluateText,
  evaluateValue,
} from './evaluate'
export { nearest } from './nearest'
export { parseExpression, parseProgram } from './parse'
export { formatPath, type Path, readPath, resolvePath } from './path'
export { type References, referencesOf } from './references'
export { fieldNames, fieldOf } from './schema-fields'
export { schemaOf } from './schema-of'
export {
  type Absence,
  GLOBAL_NAMES,
  type NamePath,
  type ScopeInfo,
  STEP_FIELDS,
  type StepLookup,
  type StepScope,
} from './scope'
export { createSecretMarkers, type SecretMarkers } from './secrets'
export {
  isTemplate,
  parseTemplate,
  soleExpression,
  type Template,
  type TemplatePart,
  type TemplateProblem,
} from './template'
export { memberPathsIn } from './tested-paths'
