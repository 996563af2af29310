import type { YAMLError } from 'yaml'
import type { ProblemDraft } from './problems'

/** After these the tree is still what the author meant, so the other checks go on. */
const HARMLESS = new Set(['TAG_RESOLVE_FAILED', 'BAD_SCALAR_START'])

export function isHarmless(error: YAMLError): boolean {
  return HARMLESS.has(error.code)
}

/** What the YAML parser found, in words that say what to do. */
export function explainYamlError(error: YAMLError, source: string): ProblemDraft {
  const [start, end] = error.pos
  const line = lineAround(source, start)
  const written = source.slice(start, end)
  switch (error.code) {
    case 'TAG_RESOLVE_FAILED':
      return tagProblem(source, start)
    case 'TAB_AS_INDENT':
      return {
        code: 'yaml_tab',
        message: 'YAML cannot be indented with tabs.',
        suggestion: 'Use spaces, two for each level.',
      }
    case 'BAD_SCALAR_START':
      return {
        code: 'yaml_syntax',
        message: `A value cannot start with \`${written}\`.`,
        suggestion: 'Put quotes around it.',
      }
    case 'MULTIPLE_DOCS':
      return {
        code: 'yaml_syntax',
        message: 'A file holds one workflow; `---` starts a second one.',
        suggestion: 'Remove `---` and what follows.',
      }
    case 'MISSING_CHAR':
      return {
        code: 'yaml_syntax',
        message: `${error.message}.`,
        suggestion: 'Close the quote or bracket that was opened above.',
      }
    case 'RESOURCE_EXHAUSTION':
      return { code: 'too_deep', message: 'The document is nested too deeply.' }
    default:
      return { code: 'yaml_syntax', ...syntaxAdvice(error, line) }
  }
}

function syntaxAdvice(error: YAMLError, line: string): { message: string; suggestion?: string } {
  if (line.includes('${{')) {
    return {
      message: `YAML cannot read this: ${error.message}.`,
      suggestion: 'Put quotes around a text that holds an expression: `"${{ … }}"`.',
    }
  }
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY' || error.code === 'MULTILINE_IMPLICIT_KEY') {
    return {
      message: 'YAML reads a second `key: value` here, where only one fits.',
      suggestion:
        'Put quotes around a text that holds `: `, and check that keys of one mapping start in the same column.',
    }
  }
  if (error.code === 'BAD_INDENT') {
    return {
      message: `${error.message}.`,
      suggestion: 'Keys of one mapping start in the same column; what belongs to a key stands further right.',
    }
  }
  return { message: `YAML cannot read this: ${error.message}.` }
}

/** `if: !x`: YAML takes `!x` for a tag, so the expression vanishes. */
export function tagProblem(source: string, start: number): ProblemDraft {
  const text = valueText(source, start)
  return {
    code: 'yaml_tag',
    message: `YAML reads an unquoted \`!\` as a tag, not as "not".`,
    suggestion: `Put quotes around it: \`${quote(text)}\`.`,
  }
}

/** The rest of the line from an offset, without a trailing comment. */
export function valueText(source: string, start: number): string {
  const end = source.indexOf('\n', start)
  return source
    .slice(start, end < 0 ? source.length : end)
    .replace(/\s#.*$/, '')
    .trimEnd()
}

function quote(text: string): string {
  return text.includes('"') ? `'${text.replaceAll("'", "''")}'` : `"${text}"`
}

function lineAround(source: string, offset: number): string {
  const start = source.lastIndexOf('\n', offset - 1) + 1
  const end = source.indexOf('\n', offset)
  return source.slice(start, end < 0 ? source.length : end)
}
