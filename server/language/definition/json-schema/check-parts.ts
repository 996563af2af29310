import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { nearest } from '../../expressions'
import { compilePattern } from './formats'
import { canonical, type Report, type Segments, type Visit } from './walk'

/** The keywords about lists. */
export function checkArray(
  schema: JsonObject,
  items: JsonValue[],
  segments: Segments,
  report: Report,
  visit: Visit,
): void {
  const { minItems, maxItems } = schema
  if (typeof minItems === 'number' && items.length < minItems) {
    report(segments, `Expected at least ${minItems} items, got ${items.length}.`)
  }
  if (typeof maxItems === 'number' && items.length > maxItems) {
    report(segments, `Expected at most ${maxItems} items, got ${items.length}.`)
  }
  const prefix = Array.isArray(schema.prefixItems) ? schema.prefixItems : []
  for (const [index, item] of items.entries()) {
    visit(index < prefix.length ? prefix[index] : schema.items, item, [...segments, index], report)
  }
  if (schema.uniqueItems === true) checkUnique(items, segments, report)
  if (schema.contains === undefined) return
  const isFitting = items.some((item) => {
    let fits = true
    visit(schema.contains, item, [], () => {
      fits = false
    })
    return fits
  })
  if (!isFitting) report(segments, 'None of the items has the shape that one must have.')
}

function checkUnique(items: JsonValue[], segments: Segments, report: Report): void {
  const seen = new Map<string, number>()
  for (const [index, item] of items.entries()) {
    const key = canonical(item)
    const first = seen.get(key)
    if (first === undefined) seen.set(key, index)
    else report([...segments, index], `It repeats item ${first}; every item must be different.`)
  }
}

/** The keywords about objects. */
export function checkObject(
  schema: JsonObject,
  value: JsonObject,
  segments: Segments,
  report: Report,
  visit: Visit,
): void {
  checkRequired(schema, value, segments, report)
  const properties = isObject(schema.properties) ? schema.properties : {}
  const patterns = isObject(schema.patternProperties)
    ? Object.entries(schema.patternProperties).map(([pattern, part]) => ({
        test: compilePattern(pattern),
        part,
      }))
    : []
  for (const [name, field] of Object.entries(value)) {
    const at = [...segments, name]
    visit(schema.propertyNames, name, at, report)
    const isListed = Object.hasOwn(properties, name)
    if (isListed) visit(properties[name], field, at, report)
    const matching = patterns.filter(({ test }) => test?.test(name))
    for (const { part } of matching) visit(part, field, at, report)
    if (isListed || matching.length > 0) continue
    if (schema.additionalProperties === false) report(at, unknownField(name, Object.keys(properties)))
    else visit(schema.additionalProperties, field, at, report)
  }
}

function checkRequired(schema: JsonObject, value: JsonObject, segments: Segments, report: Report): void {
  const count = Object.keys(value).length
  const { minProperties, maxProperties } = schema
  if (typeof minProperties === 'number' && count < minProperties) {
    report(segments, `Expected at least ${minProperties} fields, got ${count}.`)
  }
  if (typeof maxProperties === 'number' && count > maxProperties) {
    report(segments, `Expected at most ${maxProperties} fields, got ${count}.`)
  }
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  const dependent = isObject(schema.dependentRequired) ? Object.entries(schema.dependentRequired) : []
  for (const [name, others] of dependent) {
    if (Object.hasOwn(value, name) && Array.isArray(others)) required.push(...others.map(String))
  }
  for (const name of new Set(required)) {
    if (!Object.hasOwn(value, name)) report([...segments, name], 'It is required.')
  }
}

function unknownField(name: string, known: string[]): string {
  const near = nearest(name, known)
  return near === undefined ? 'There is no such field.' : `There is no such field. Did you mean \`${near}\`?`
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
