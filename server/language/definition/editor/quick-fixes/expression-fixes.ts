import type { FixPlace, QuickFix } from './fix'
import { bracketed } from './word-fixes'

const WRITE = /^Write `([\w$.[\]"'?-]+)`\.$/

/** Names in expressions: where they are read from, `?.` where nothing may be, `==` for `=`. */
export function expressionFixes(place: FixPlace): QuickFix[] {
  switch (place.problem.code) {
    case 'unknown_name':
      return fullName(place)
    case 'unknown_step':
      return hyphenatedStep(place)
    case 'may_be_absent':
      return optional(place)
    case 'expression_not_allowed':
      return comparison(place)
    case 'expression_syntax':
      return bare(place)
    default:
      return []
  }
}

function fullName({ problem, range }: FixPlace): QuickFix[] {
  const path = WRITE.exec(problem.suggestion ?? '')?.[1]
  if (path === undefined || !/^(inputs|vars|steps)\./.test(path)) return []
  return [{ label: `Change to \`${path}\``, edits: [{ ...range, text: path }] }]
}

/** `steps.a-b` is read as a subtraction. */
function hyphenatedStep(place: FixPlace): QuickFix[] {
  const { source, problem, range } = place
  const id = /^Write `steps\["([\w-]+)"\]`\.$/.exec(problem.suggestion ?? '')?.[1]
  if (id === undefined || source[range.start - 1] !== '.' || !source.startsWith(id, range.start)) return []
  const text = bracketed(place, id)
  return [
    {
      label: `Change to \`steps${text}\``,
      edits: [{ start: range.start - 1, end: range.start + id.length, text }],
    },
  ]
}

function optional({ source, range }: FixPlace): QuickFix[] {
  const before = source.slice(0, range.start)
  const dot = /(?<!\?)\.\s*$/.exec(before)
  if (dot)
    return [
      {
        label: 'Read it only if it is there: `?.`',
        edits: [{ start: dot.index, end: dot.index + 1, text: '?.' }],
      },
    ]
  const bracket = /\[\s*$/.exec(before)
  if (!bracket) return []
  return [
    {
      label: 'Read it only if it is there: `?.`',
      edits: [{ start: bracket.index, end: bracket.index, text: '?.' }],
    },
  ]
}

/** `${{ a }} > 3` where a bare expression stands. */
function bare({ source, problem, range }: FixPlace): QuickFix[] {
  if (problem.suggestion !== 'Write it without `${{ }}`.') return []
  const text = source.slice(range.start, range.end)
  const edits = [...text.matchAll(/\$\{\{\s*(.*?)\s*\}\}/g)].map(({ 0: marked, 1: inner = '', index }) => ({
    start: range.start + index,
    end: range.start + index + marked.length,
    text: /^[\w$.?[\]'"-]+$/.test(inner) ? inner : `(${inner})`,
  }))
  return edits.length === 0 ? [] : [{ label: 'Remove `${{ }}`', edits }]
}

function comparison({ source, problem, range }: FixPlace): QuickFix[] {
  if (!problem.suggestion?.startsWith('To compare, write `==`')) return []
  const text = source.slice(range.start, range.end)
  const signs = [...text.matchAll(/(?<![=!<>+\-*/%&|^?])=(?![=>])/g)]
  const [sign] = signs
  if (sign === undefined || signs.length > 1) return []
  const start = range.start + sign.index
  return [{ label: 'Compare with `==`', edits: [{ start, end: start + 1, text: '==' }] }]
}
