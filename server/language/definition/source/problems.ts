import type { LineCounter } from 'yaml'
import type { Problem, ProblemSeverity } from '@/server/language/contracts'
import type { Range } from './node'

export interface ProblemDraft {
  code: string
  message: string
  suggestion?: string
  severity?: ProblemSeverity
}

/** Collects what is wrong with one document, by offsets; gives it by lines. */
export interface ProblemList {
  add(range: Range, draft: ProblemDraft): void
  hasErrors(): boolean
  /** So many that looking for more only costs time. */
  isFull(): boolean
  /** In reading order, each once. */
  list(): Problem[]
}

/** A document with more problems than this is better read from the top again. */
const MOST_SHOWN = 200
const MOST_KEPT = 500

export function createProblemList(lines: LineCounter, source: string): ProblemList {
  const { length } = source
  const found = new Map<string, { range: Range; problem: Problem }>()
  return {
    add(range, { code, message, suggestion, severity = 'error' }) {
      if (found.size >= MOST_KEPT) return
      const start = Math.min(Math.max(range.start, 0), length)
      // One line says it; underlining a whole mapping would hide the rest.
      const lineEnd = source.indexOf('\n', start)
      const end = Math.min(Math.max(range.end, start), lineEnd < 0 ? length : lineEnd)
      const from = lines.linePos(start)
      const to = lines.linePos(end)
      const problem: Problem = {
        code,
        severity,
        message,
        ...(suggestion === undefined ? {} : { suggestion }),
        // A document without any line has no line start to count from.
        line: Math.max(from.line, 1),
        column: Math.max(from.col, 1),
        endLine: Math.max(to.line, 1),
        endColumn: Math.max(to.col, 1),
      }
      found.set(`${start} ${code} ${message}`, { range: { start, end }, problem })
    },
    isFull: () => found.size >= MOST_KEPT,
    hasErrors: () => [...found.values()].some(({ problem }) => problem.severity === 'error'),
    list: () =>
      [...found.values()]
        .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)
        .slice(0, MOST_SHOWN)
        .map(({ problem }) => problem),
  }
}
