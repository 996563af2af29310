/** The part of JSON Schema (draft 2020-12) that Pawl understands; anything else is refused, not ignored. */

/** What a keyword's value must be. */
export type KeywordShape =
  | 'schema'
  | 'schemas'
  | 'schemaMap'
  | 'names'
  | 'nameMap'
  | 'count'
  | 'number'
  | 'positive'
  | 'text'
  | 'pattern'
  | 'boolean'
  | 'types'
  | 'values'
  | 'any'

export const KEYWORDS: Record<string, KeywordShape> = {
  type: 'types',
  enum: 'values',
  const: 'any',
  properties: 'schemaMap',
  required: 'names',
  additionalProperties: 'schema',
  patternProperties: 'schemaMap',
  propertyNames: 'schema',
  minProperties: 'count',
  maxProperties: 'count',
  dependentRequired: 'nameMap',
  items: 'schema',
  prefixItems: 'schemas',
  contains: 'schema',
  minItems: 'count',
  maxItems: 'count',
  uniqueItems: 'boolean',
  minLength: 'count',
  maxLength: 'count',
  pattern: 'pattern',
  format: 'text',
  minimum: 'number',
  maximum: 'number',
  exclusiveMinimum: 'number',
  exclusiveMaximum: 'number',
  multipleOf: 'positive',
  allOf: 'schemas',
  anyOf: 'schemas',
  oneOf: 'schemas',
  not: 'schema',
  if: 'schema',
  // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema; nothing awaits this table.
  then: 'schema',
  else: 'schema',
  $ref: 'text',
  $defs: 'schemaMap',
  $schema: 'text',
  $id: 'text',
  $comment: 'text',
  title: 'text',
  description: 'text',
  default: 'any',
  examples: 'values',
  deprecated: 'boolean',
  readOnly: 'boolean',
  writeOnly: 'boolean',
}

export const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] as const

/** Keywords of other drafts or rarely used ones, with what to write. */
export const NOT_SUPPORTED: Record<string, string> = {
  definitions: 'Write `$defs`.',
  id: 'Write `$id`, or leave it out.',
  additionalItems: 'Write `items` beside `prefixItems`.',
  dependencies: 'Write `dependentRequired`.',
  nullable: 'Write `type: [string, "null"]`.',
  unevaluatedProperties: 'Write `additionalProperties`.',
  unevaluatedItems: 'Write `items`.',
  dependentSchemas: 'Write `if` and `then`.',
  minContains: 'Only `contains` is supported.',
  maxContains: 'Only `contains` is supported.',
  $dynamicRef: 'Write `$ref: "#/$defs/name"`.',
  $anchor: 'Write `$ref: "#/$defs/name"`.',
}
