import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'

/** The parts of a JSON Schema that may describe what stands at a path; several where it has alternatives. */
export function schemasAt(root: JsonSchema, path: readonly (string | number)[]): JsonSchema[] {
  let current = alternatives(root, root)
  for (const segment of path) {
    current = current.flatMap((schema) => {
      const next = step(schema, segment)
      return next === undefined ? [] : alternatives(next, root)
    })
  }
  return current
}

/** The names a mapping at this path may have. */
export function propertyNamesAt(root: JsonSchema, path: readonly (string | number)[]): string[] {
  const names = schemasAt(root, path).flatMap(({ properties }) =>
    isObject(properties) ? Object.keys(properties) : [],
  )
  return [...new Set(names)]
}

function step(schema: JsonSchema, segment: string | number): JsonSchema | undefined {
  if (typeof segment === 'number') return isObject(schema.items) ? schema.items : undefined
  const { properties, additionalProperties } = schema
  if (isObject(properties) && Object.hasOwn(properties, segment)) {
    const property = properties[segment]
    return isObject(property) ? property : undefined
  }
  return isObject(additionalProperties) ? additionalProperties : undefined
}

const MAX_HOPS = 10

function alternatives(schema: JsonSchema, root: JsonSchema, hops = 0): JsonSchema[] {
  if (hops > MAX_HOPS) return []
  const parts: JsonSchema[] = [schema]
  const referenced = typeof schema.$ref === 'string' ? definitionOf(schema.$ref, root) : undefined
  if (referenced !== undefined) parts.push(...alternatives(referenced, root, hops + 1))
  for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
    const options = schema[keyword]
    if (!Array.isArray(options)) continue
    for (const option of options) if (isObject(option)) parts.push(...alternatives(option, root, hops + 1))
  }
  return parts
}

function definitionOf(ref: string, root: JsonSchema): JsonSchema | undefined {
  if (ref === '#') return root
  const name = ref.replace(/^#\/\$defs\//, '')
  const found = isObject(root.$defs) && Object.hasOwn(root.$defs, name) ? root.$defs[name] : undefined
  return isObject(found) ? found : undefined
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
