import type { JsonObject, JsonSchema, JsonValue } from '@/server/kernel/json'
import { formatPath } from '../../expressions'
import { checkArray, checkObject } from './check-parts'
import { findRef } from './check-schema'
import { compilePattern, FORMATS } from './formats'
import { canonical, type Report, type Segments, type Visit } from './walk'

export interface ValueProblem {
  /** `labels[0].name`; empty for the value itself. */
  path: string
  message: string
}

/** A schema that refers to itself without going deeper would never end. */
const MAX_DEPTH = 200

/** What keeps a value from satisfying a JSON Schema; empty when it does. Nothing is coerced. */
export function checkValue(schema: JsonSchema, value: JsonValue): ValueProblem[] {
  const problems: ValueProblem[] = []
  const report: Report = (segments, message) => {
    problems.push({ path: formatSegments(segments), message })
  }
  visitor(schema)(schema, value, [], report)
  return problems
}

function visitor(root: JsonSchema): Visit {
  let depth = 0
  const visit: Visit = (schema, value, segments, report) => {
    if (schema === undefined || schema === true) return
    if (schema === false) return report(segments, 'Nothing is allowed here.')
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return
    if (depth >= MAX_DEPTH) return report(segments, 'The schema refers to itself without end.')
    depth++
    try {
      checkReference(schema, value, segments, report)
      if (!checkType(schema, value, segments, report)) return
      checkListed(schema, value, segments, report)
      if (typeof value === 'string') checkText(schema, value, segments, report)
      if (typeof value === 'number') checkNumber(schema, value, segments, report)
      if (Array.isArray(value)) checkArray(schema, value, segments, report, visit)
      else if (typeof value === 'object' && value !== null)
        checkObject(schema, value, segments, report, visit)
      checkCombined(schema, value, segments, report)
    } finally {
      depth--
    }
  }

  function checkReference(schema: JsonObject, value: JsonValue, segments: Segments, report: Report): void {
    if (typeof schema.$ref === 'string') visit(findRef(schema.$ref, root), value, segments, report)
  }

  function fits(schema: JsonValue, value: JsonValue): boolean {
    let isFitting = true
    visit(schema, value, [], () => {
      isFitting = false
    })
    return isFitting
  }

  function checkCombined(schema: JsonObject, value: JsonValue, segments: Segments, report: Report): void {
    for (const part of listOf(schema.allOf)) visit(part, value, segments, report)
    const any = listOf(schema.anyOf)
    if (any.length > 0 && !any.some((part) => fits(part, value)))
      report(segments, 'It fits none of the allowed shapes.')
    const one = listOf(schema.oneOf)
    const matches = one.filter((part) => fits(part, value)).length
    if (one.length > 0 && matches !== 1) {
      report(segments, `It must fit exactly one of the allowed shapes, and fits ${matches}.`)
    }
    if (schema.not !== undefined && fits(schema.not, value))
      report(segments, 'It has a shape that is not allowed.')
    if (schema.if !== undefined) {
      visit(fits(schema.if, value) ? schema.then : schema.else, value, segments, report)
    }
  }
  return visit
}

function checkType(schema: JsonObject, value: JsonValue, segments: Segments, report: Report): boolean {
  if (schema.type === undefined) return true
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  if (types.some((type) => isOfType(value, type))) return true
  report(
    segments,
    `Expected ${types.map((type) => NOUNS[String(type)] ?? String(type)).join(' or ')}, got ${describe(value)}.`,
  )
  return false
}

const NOUNS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
}

function isOfType(value: JsonValue, type: JsonValue): boolean {
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

/** A value in words, for messages: `a list`, `"abc"`, `12`. */
export function describe(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

function checkListed(schema: JsonObject, value: JsonValue, segments: Segments, report: Report): void {
  if (schema.const !== undefined && canonical(schema.const) !== canonical(value)) {
    report(segments, `Expected ${describe(schema.const)}, got ${describe(value)}.`)
  }
  if (!Array.isArray(schema.enum)) return
  const wanted = canonical(value)
  if (schema.enum.some((option) => canonical(option) === wanted)) return
  report(segments, `Expected one of ${schema.enum.map(describe).join(', ')}, got ${describe(value)}.`)
}

function checkText(schema: JsonObject, value: string, segments: Segments, report: Report): void {
  const { minLength, maxLength, pattern, format } = schema
  const length = minLength === undefined && maxLength === undefined ? 0 : [...value].length
  if (typeof minLength === 'number' && length < minLength) {
    report(
      segments,
      minLength === 1 ? 'It must not be empty.' : `Expected at least ${minLength} characters, got ${length}.`,
    )
  }
  if (typeof maxLength === 'number' && length > maxLength) {
    report(segments, `Expected at most ${maxLength} characters, got ${length}.`)
  }
  if (typeof pattern === 'string' && compilePattern(pattern)?.test(value) === false) {
    report(segments, `${describe(value)} does not match the pattern ${pattern}.`)
  }
  const known = typeof format === 'string' && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined
  if (known && !known.test(value))
    report(segments, `Expected a ${format} such as ${known.example}, got ${describe(value)}.`)
}

function checkNumber(schema: JsonObject, value: number, segments: Segments, report: Report): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema
  if (typeof minimum === 'number' && value < minimum)
    report(segments, `Expected ${minimum} or more, got ${value}.`)
  if (typeof maximum === 'number' && value > maximum)
    report(segments, `Expected ${maximum} or less, got ${value}.`)
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) {
    report(segments, `Expected more than ${exclusiveMinimum}, got ${value}.`)
  }
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) {
    report(segments, `Expected less than ${exclusiveMaximum}, got ${value}.`)
  }
  if (typeof multipleOf === 'number' && !isMultiple(value, multipleOf)) {
    report(segments, `Expected a multiple of ${multipleOf}, got ${value}.`)
  }
}

/** 0.3 is a multiple of 0.1, although 0.3 / 0.1 is not whole in binary. */
function isMultiple(value: number, unit: number): boolean {
  const quotient = value / unit
  return Math.abs(quotient - Math.round(quotient)) <= Math.abs(quotient) * Number.EPSILON * 4
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : []
}

function formatSegments([first, ...rest]: Segments): string {
  return first === undefined
    ? ''
    : formatPath(typeof first === 'number' ? ['', first, ...rest] : [first, ...rest])
}
