export { checkJsonSchema, type SchemaProblem } from './check-schema'
export { canonical, checkValue, describe, type ValueProblem } from './check-value'
export { applyDefaults } from './defaults'
