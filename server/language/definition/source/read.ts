import { LineCounter, parseDocument, type YAMLError } from 'yaml'
import { convertDocument } from './convert'
import { deepOffset, MAX_DEPTH } from './depth'
import type { SourceNode } from './node'
import { createProblemList, type ProblemList } from './problems'
import { explainYamlError, isHarmless } from './yaml-problems'

/** Larger documents are refused before they are parsed. */
export const MAX_SOURCE_BYTES = 1024 * 1024

export interface SourceDocument {
  source: string
  /** Absent when nothing could be read; `problems` says why. */
  root?: SourceNode
  /** YAML stumbled, so `root` is a guess: good for completion, not for more checks. */
  isBroken: boolean
  problems: ProblemList
  /** 1-based. */
  lineAt(offset: number): number
}

/** Reads YAML (or JSON, which is YAML) into values with positions. Never throws for a bad document. */
export function readSource(source: string): SourceDocument {
  const lines = new LineCounter()
  const problems = createProblemList(lines, source)
  const lineAt = (offset: number) => lines.linePos(offset).line
  if (isTooLarge(source)) {
    problems.add(
      { start: 0, end: 0 },
      {
        code: 'too_large',
        message: 'The document is larger than 1 MiB.',
        suggestion: 'Pass large data as an input, or split the workflow.',
      },
    )
    return { source, problems, lineAt, isBroken: true }
  }
  return { source, problems, lineAt, ...parse(source, lines, problems) }
}

type Parsed = { root?: SourceNode; isBroken: boolean }

function parse(source: string, lines: LineCounter, problems: ProblemList): Parsed {
  const deepAt = deepOffset(source)
  if (deepAt !== undefined) {
    problems.add({ start: deepAt, end: deepAt + 1 }, TOO_DEEP)
    return { isBroken: true }
  }
  try {
    const document = parseDocument(source, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
      merge: false,
      // The parser compares every key with every other one; `convertDocument` looks them up instead.
      uniqueKeys: false,
    })
    const errors = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0])
    const reported = new Set<number>()
    for (const error of errors) {
      // One slip makes the parser stumble several times on its line: the first says it best.
      const { line } = lines.linePos(error.pos[0])
      if (reported.has(line)) continue
      reported.add(line)
      problems.add(pointed(error, source), explainYamlError(error, source))
    }
    const tags = errors.filter(({ code }) => code === 'TAG_RESOLVE_FAILED').map(({ pos }) => pos[0])
    const root = convertDocument(document, source, problems, tags)
    if (root === undefined && errors.length === 0 && !problems.hasErrors()) {
      problems.add({ start: 0, end: 0 }, EMPTY)
    }
    const isBroken = errors.some((error) => !isHarmless(error))
    return { isBroken, ...(root === undefined ? {} : { root }) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // The YAML parser recurses: a document nested thousands of levels deep ends here.
    problems.add({ start: 0, end: 0 }, TOO_DEEP)
    return { isBroken: true }
  }
}

const TOO_DEEP = { code: 'too_deep', message: `The document is nested deeper than ${MAX_DEPTH} levels.` }

const EMPTY = {
  code: 'empty_document',
  message: 'The document is empty.',
  suggestion: 'Start with `version: 1`, `name: my-workflow` and `steps:`.',
}

/** At least one character, and not beyond the line it starts on. */
function pointed({ pos: [start, end] }: YAMLError, source: string): { start: number; end: number } {
  const lineEnd = source.indexOf('\n', start)
  const limit = lineEnd < 0 ? source.length : lineEnd
  return { start, end: Math.max(start + 1, Math.min(end, limit)) }
}

function isTooLarge(source: string): boolean {
  if (source.length > MAX_SOURCE_BYTES) return true
  return source.length * 3 > MAX_SOURCE_BYTES && new TextEncoder().encode(source).length > MAX_SOURCE_BYTES
}
