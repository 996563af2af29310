import type { Expression } from 'acorn'
import { MAX_EXPRESSION_LENGTH, type ParsedExpression, parseLeadingExpression } from './parse'

export type TemplatePart =
  | { kind: 'text'; text: string }
  /** `start` is the offset of `source` in the template; the tree's offsets are those of `source`. */
  | { kind: 'expression'; source: string; start: number; ast: Expression }

export interface TemplateProblem {
  message: string
  suggestion?: string
  /** Offsets in the template. */
  start: number
  end: number
}

export interface Template {
  parts: TemplatePart[]
  problems: TemplateProblem[]
}

const OPEN = '${{'
const CLOSE = '}}'
/** A text with more mistakes than this is not read to its end. */
const MOST_PROBLEMS = 100

/** Whether a text holds at least one `${{ … }}`. */
export function isTemplate(text: string): boolean {
  return text.includes(OPEN)
}

/**
 * Splits a text into plain parts and expressions. The end of an expression is where JavaScript says
 * it is, so `}}` inside a string, a template literal or an object does not end it.
 */
export function parseTemplate(text: string): Template {
  const template: Template = { parts: [], problems: [] }
  let position = 0
  while (position < text.length && template.problems.length < MOST_PROBLEMS) {
    const open = text.indexOf(OPEN, position)
    if (open < 0) break
    if (open > position) template.parts.push({ kind: 'text', text: text.slice(position, open) })
    position = readExpression(text, open, template)
  }
  if (position < text.length) template.parts.push({ kind: 'text', text: text.slice(position) })
  return template
}

/** The expression of a text that is exactly one `${{ … }}`: its value keeps its type. */
export function soleExpression(
  template: Template,
): Extract<TemplatePart, { kind: 'expression' }> | undefined {
  const [part, ...rest] = template.parts
  return part?.kind === 'expression' && rest.length === 0 ? part : undefined
}

/** Reads one expression into the template and returns where the text goes on. */
function readExpression(text: string, open: number, template: Template): number {
  const start = open + OPEN.length
  const recovery = closingOf(text, start)
  if (text.slice(start, recovery.start).trim() === '') {
    template.problems.push({ message: emptyMessage(recovery.found), start: open, end: recovery.end })
    return recovery.end
  }
  const parsed = parseAt(text, start, recovery)
  if (!parsed.ok) {
    const at = Math.min(start + parsed.problem.at, recovery.start)
    template.problems.push(
      recovery.found
        ? { message: parsed.problem.message, start: at, end: Math.max(at + 1, recovery.start) }
        : unclosed(open, text),
    )
    return recovery.end
  }
  const close = passSpace(text, start + parsed.end)
  if (!text.startsWith(CLOSE, close)) {
    template.problems.push(
      recovery.found
        ? {
            message: 'Expected `}}` after the expression.',
            start: close,
            end: Math.max(close + 1, recovery.start),
          }
        : unclosed(open, text),
    )
    return Math.max(recovery.end, close)
  }
  const source = text.slice(start, start + parsed.end)
  template.parts.push({ kind: 'expression', source, start, ast: parsed.ast })
  return close + CLOSE.length
}

/** Usually the expression ends at the first `}}`; only where it does not, more of the text is read. */
function parseAt(text: string, start: number, recovery: { start: number; found: boolean }): ParsedExpression {
  const source = text.slice(start, recovery.start)
  const short = parseLeadingExpression(source)
  const stoppedAt = short.ok ? short.end : short.problem.at
  const isWhole = stoppedAt >= source.trimEnd().length
  if (short.ok ? isWhole : recovery.found && !isWhole) return short
  return parseLeadingExpression(text.slice(start, start + MAX_EXPRESSION_LENGTH + 1))
}

function passSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text.charAt(at))) at++
  return at
}

/** Where a broken expression most likely ends: the first `}}` outside quotes, else the first at all. */
function closingOf(text: string, from: number): { start: number; end: number; found: boolean } {
  let quote = ''
  const limit = Math.min(text.length, from + 2 * MAX_EXPRESSION_LENGTH)
  for (let index = from; index < limit; index++) {
    const character = text.charAt(index)
    if (quote !== '') {
      if (character === '\\') index++
      else if (character === quote) quote = ''
    } else if (character === "'" || character === '"' || character === '`') quote = character
    else if (text.startsWith(CLOSE, index)) return { start: index, end: index + CLOSE.length, found: true }
  }
  const first = text.slice(from, limit).indexOf(CLOSE)
  if (first < 0) return { start: text.length, end: text.length, found: false }
  return { start: from + first, end: from + first + CLOSE.length, found: true }
}

function emptyMessage(isClosed: boolean): string {
  return isClosed ? 'The expression is empty.' : 'This `${{` is never closed.'
}

function unclosed(open: number, text: string): TemplateProblem {
  return {
    message: 'This `${{` is never closed.',
    suggestion: 'End the expression with `}}`.',
    start: open,
    end: text.length,
  }
}
