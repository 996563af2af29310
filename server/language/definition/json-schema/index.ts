export { checkJsonSchema, type SchemaProblem } from './check-schema'
export { checkValue, describe, type ValueProblem } from './check-value'
export { applyDefaults } from './defaults'
export { canonical } from './walk'
