export { SchemaForm, type SchemaFormProps } from './schema-form'
export { defaultsFor, errorsFromIssues, type FormErrors, validateValue } from './schema-values'
export { type SchemaFormState, useSchemaForm } from './use-schema-form'
