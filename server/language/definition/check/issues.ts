import type { z } from 'zod'
import type { JsonSchema, JsonValue } from '@/server/kernel/json'
import { isTemplate, nearest } from '../../expressions'
import { describe } from '../json-schema'
import { propertyNamesAt } from '../schema-tree'
import { keyRangeAt, nodeAt, type Path, rangeAt, type SourceNode, toJson } from '../source/node'
import type { ProblemDraft, ProblemList } from '../source/problems'

type Issue = z.core.$ZodIssue

export interface IssuePlace {
  /** What was parsed. */
  node: SourceNode
  /** Where to point when a required field is missing: the key of what was parsed. */
  at: { start: number; end: number }
  /** Its JSON Schema, for suggestions. */
  schema: JsonSchema
  /** Keys designed for later. */
  notAvailable?: string[]
  /** Where an expression may stand for a value, so that what it will be is not judged. */
  mayBeDynamic(path: Path): boolean
}

/** Tells what Zod found in a part of the document, each where it is written. */
export function reportIssues(problems: ProblemList, issues: Issue[], place: IssuePlace): void {
  const flat = issues.flatMap((issue) => flatten(issue, [], place))
  const isIncomplete = flat.some(
    ({ issue }) =>
      issue.code === 'unrecognized_keys' && issue.keys.some((key) => place.notAvailable?.includes(key)),
  )
  for (const { issue, path } of flat) {
    const node = nodeAt(place.node, path)
    if (isDynamic(node) && place.mayBeDynamic(path)) continue
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        problems.add(keyRangeAt(place.node, [...path, key]), unknownKey(key, path, place))
      }
    } else if (issue.code === 'invalid_key') {
      problems.add(keyRangeAt(place.node, path), {
        code: 'invalid_key',
        message: issue.issues[0]?.message ?? 'This name is not allowed here.',
      })
    } else if (node === undefined) {
      if (isIncomplete) continue
      const range = path.length <= 1 ? place.at : rangeAt(place.node, path)
      problems.add(range, { code: 'required', message: `\`${path.join('.')}\` is required.` })
    } else {
      const range =
        path.length === 0 && (node.kind !== 'scalar' || node.start >= node.end)
          ? place.at
          : rangeAt(place.node, path)
      problems.add(range, explain(issue, toJson(node)))
    }
  }
}

/** A union's issue becomes those of the alternative that was most likely meant. */
function flatten(issue: Issue, base: Path, place: IssuePlace): { issue: Issue; path: Path }[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))]
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ issue, path }]
  if (nodeAt(place.node, path) === undefined) return [{ issue, path }]
  const isScalar = nodeAt(place.node, path)?.kind === 'scalar'
  const fitting = issue.errors.filter((issues) => !issues.some((inner) => isShapeIssue(inner, isScalar)))
  const [meant, ...others] = fitting
  if (meant === undefined || others.length > 0) return [{ issue, path }]
  return meant.flatMap((inner) => flatten(inner, path, place))
}

/** Whether what is written is of another shape altogether: a mapping is none of a list of texts. */
function isShapeIssue(issue: Issue, isScalar: boolean): boolean {
  return isTypeIssueHere(issue) || (!isScalar && issue.path.length === 0 && issue.code === 'invalid_value')
}

function isTypeIssueHere(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code === 'invalid_type'
}

function isDynamic(node: SourceNode | undefined): boolean {
  return node?.kind === 'scalar' && typeof node.value === 'string' && isTemplate(node.value)
}

function unknownKey(key: string, path: Path, place: IssuePlace): ProblemDraft {
  if (path.length === 0 && place.notAvailable?.includes(key)) return notAvailable(key)
  const known = propertyNamesAt(place.schema, path)
  const near = nearest(key, known)
  return {
    code: 'unknown_key',
    message: `\`${key}\` is not known here.`,
    suggestion: near
      ? `Did you mean \`${near}\`?`
      : `Known here: ${known.map((name) => `\`${name}\``).join(', ')}.`,
  }
}

export function notAvailable(key: string): ProblemDraft {
  return { code: 'not_available', message: `\`${key}\` is not available in this version.` }
}

const EXPECTED: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
}

function explain(issue: Issue, value: JsonValue): ProblemDraft {
  switch (issue.code) {
    case 'invalid_type': {
      if (!issue.message.startsWith('Invalid input')) return { code: 'wrong_type', message: issue.message }
      const expected = EXPECTED[issue.expected] ?? issue.expected
      const got = value === null ? 'nothing is written' : `got ${describe(value)}`
      return {
        code: 'wrong_type',
        message: `Expected ${expected}, ${got}.`,
        ...quoteHint(issue.expected, value),
      }
    }
    case 'invalid_value':
      return chooseOne(issue.values.map(String), issue.message, value)
    case 'too_small':
    case 'too_big':
      return {
        code: 'invalid_value',
        message: issue.message.startsWith('Too') ? sizeMessage(issue) : issue.message,
      }
    case 'invalid_union':
      return { code: 'wrong_type', message: unionMessage(issue, value) }
    case 'custom': {
      const code = issue.params?.code
      return { code: typeof code === 'string' ? code : 'invalid_value', message: issue.message }
    }
    default:
      return { code: 'invalid_value', message: issue.message }
  }
}

function unionMessage(issue: Extract<Issue, { code: 'invalid_union' }>, value: JsonValue): string {
  if (!issue.message.startsWith('Invalid input')) return issue.message
  const expected = issue.errors
    .flatMap((issues) => issues.filter(isTypeIssueHere))
    .map((inner) => (inner.code === 'invalid_type' ? (EXPECTED[inner.expected] ?? inner.expected) : ''))
  const got = value === null ? 'nothing is written' : `got ${describe(value)}`
  return `Expected ${[...new Set(expected)].join(' or ') || 'another value'}, ${got}.`
}

function chooseOne(options: string[], message: string, value: JsonValue): ProblemDraft {
  if (!message.startsWith('Invalid')) return { code: 'invalid_value', message }
  const near = typeof value === 'string' ? nearest(value, options) : undefined
  return {
    code: 'invalid_value',
    message: `Expected one of ${options.map((option) => `\`${option}\``).join(', ')}, got ${describe(value)}.`,
    ...(near === undefined ? {} : { suggestion: `Did you mean \`${near}\`?` }),
  }
}

function quoteHint(expected: string, value: JsonValue): { suggestion?: string } {
  if (expected !== 'string' || (typeof value !== 'number' && typeof value !== 'boolean')) return {}
  return { suggestion: `Put quotes around it: \`"${value}"\`.` }
}

function sizeMessage(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const isMinimum = issue.code === 'too_small'
  const limit = String(isMinimum ? issue.minimum : issue.maximum)
  const word = isMinimum ? 'at least' : 'at most'
  if (issue.origin === 'string')
    return limit === '1' && isMinimum ? 'It is empty.' : `Expected ${word} ${limit} characters.`
  if (issue.origin === 'array') return `Expected ${word} ${limit} ${limit === '1' ? 'item' : 'items'}.`
  return `Expected ${word} ${limit}.`
}
