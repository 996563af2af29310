import { readSource } from '../../source/read'
import { tagProblem, valueText } from '../../source/yaml-problems'
import {
  applyEdits,
  type FixPlace,
  lineEndAt,
  lineStartAt,
  type QuickFix,
  quoted,
  type TextEdit,
} from './fix'

/** Quotes around what YAML would read as something else; spaces for tabs. */
export function quotingFixes({ source, problem, range }: FixPlace): QuickFix[] {
  switch (problem.code) {
    case 'yaml_tag': {
      const text = valueText(source, range.start)
      // The same quotes that the advice shows.
      const written = /`(.+)`/.exec(tagProblem(source, range.start).suggestion ?? '')?.[1] ?? quoted(text)
      return [fix(written, range.start, range.start + text.length)]
    }
    case 'wrong_type': {
      const written = /^Put quotes around it: `(".*")`\.$/.exec(problem.suggestion ?? '')?.[1]
      return written === undefined
        ? []
        : [fix(quoted(source.slice(range.start, range.end)), range.start, range.end)]
    }
    case 'unknown_alias':
      return quoteRest(source, range.start)
    case 'yaml_syntax':
      if (problem.suggestion === 'Put quotes around it.') return quoteRest(source, range.start)
      return /quotes around a text that holds/.test(problem.suggestion ?? '')
        ? quoteValue(source, range.start)
        : []
    case 'yaml_tab':
      return [{ label: 'Indent with spaces', edits: tabEdits(source) }]
    default:
      return []
  }
}

function fix(text: string, start: number, end: number): QuickFix {
  return { label: `Change to \`${text}\``, edits: [{ start, end, text }] }
}

function quoteRest(source: string, start: number): QuickFix[] {
  const text = valueText(source, start)
  return proven(source, fix(quoted(text), start, start + text.length))
}

/** The value on the line, which a colon or brace in it breaks. */
function quoteValue(source: string, offset: number): QuickFix[] {
  const lineStart = lineStartAt(source, offset)
  const line = source.slice(lineStart, lineEndAt(source, offset))
  const head = /^[\s-]*[\w$-]+:\s+/.exec(line)?.[0] ?? /^\s*-\s+/.exec(line)?.[0]
  if (head === undefined || /^["'|>{[]/.test(line.slice(head.length))) return []
  return quoteRest(source, lineStart + head.length)
}

/** Only what YAML can read afterwards, or at least further than before. */
function proven(source: string, candidate: QuickFix): QuickFix[] {
  const count = (text: string) => readSource(text).problems.list().length
  return count(applyEdits(source, candidate.edits)) < count(source) ? [candidate] : []
}

function tabEdits(source: string): TextEdit[] {
  return [...source.matchAll(/^[ \t]*\t[ \t]*/gm)].map(({ 0: indent, index }) => ({
    start: index,
    end: index + indent.length,
    text: indent.replaceAll('\t', '  '),
  }))
}
