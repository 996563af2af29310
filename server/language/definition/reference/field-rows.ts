import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import { isObject, optionsOf, typeText } from './type-text'

export interface FieldRow {
  /** Such as `auth.basic.username` or `cases[].when`. */
  field: string
  type: string
  isRequired: boolean
  /** As documents write it; absent: there is none. */
  preset?: string
  text: string
}

/** The fields of a configuration, in their order, nested ones after the field that holds them. */
export function fieldRows(schema: JsonSchema, at = ''): FieldRow[] {
  return shapesOf(schema).flatMap(({ shape, mark }) => {
    const { properties } = shape
    const required = Array.isArray(shape.required) ? shape.required : []
    return Object.entries(isObject(properties) ? properties : {}).flatMap(([name, value]) => {
      const own = isObject(value) ? value : {}
      const place = `${at}${mark}`
      const field = place === '' ? name : `${place}.${name}`
      return [rowOf(field, own, required.includes(name)), ...fieldRows(own, field)]
    })
  })
}

/** The mappings in a schema that fields can be told of: its own, those of its alternatives and of its items. */
function shapesOf(schema: JsonSchema): { shape: JsonObject; mark: string }[] {
  if (isObject(schema.properties)) return [{ shape: schema, mark: '' }]
  if (isObject(schema.items))
    return shapesOf(schema.items).map(({ shape, mark }) => ({ shape, mark: `[]${mark}` }))
  return optionsOf(schema).flatMap(shapesOf)
}

function rowOf(field: string, schema: JsonObject, isRequired: boolean): FieldRow {
  const { description, default: preset } = schema
  return {
    field,
    type: typeText(schema),
    isRequired,
    ...(preset === undefined ? {} : { preset: written(preset) }),
    text: typeof description === 'string' ? description : '',
  }
}

function written(value: JsonValue): string {
  if (typeof value === 'string') return value
  return JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ').replaceAll(':', ': ')
}
