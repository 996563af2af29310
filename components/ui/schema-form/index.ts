export { errorsFromIssues, type FormErrors } from './errors-from-issues'
export { SchemaForm, type SchemaFormProps } from './schema-form'
export { defaultsFor, validateValue } from './schema-values'
export { type SchemaFormState, useSchemaForm } from './use-schema-form'
