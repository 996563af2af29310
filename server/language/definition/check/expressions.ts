import {
  checkAst,
  checkExpression,
  checkProgram,
  type ExpressionProblem,
  isTemplate,
  parseTemplate,
  type ScopeInfo,
  soleExpression,
} from '../../expressions'
import type { ScalarNode, SourceNode } from '../source/node'
import type { SourceDocument } from '../source/read'
import { offsetInScalar } from '../source/scalar-offset'
import { type ConfigPlace, type Texts, type TextVisitor, visitTexts } from './texts'
import { wrongType } from './value-types'

/** Checks every expression of the document in the scope of its place. */
export function checkExpressions(document: SourceDocument, texts: Texts): void {
  visitTexts(texts, createTextCheck(document), () => document.problems.isFull())
}

function createTextCheck({ source, problems }: SourceDocument): TextVisitor {
  const report = (
    node: ScalarNode,
    problem: Omit<ExpressionProblem, 'code'> & { code: string },
    shift = 0,
  ) => {
    if (problems.isFull()) return
    const { start, end, ...draft } = problem
    const from = offsetInScalar(source, node, start + shift)
    problems.add({ start: from, end: Math.max(from + 1, offsetInScalar(source, node, end + shift)) }, draft)
  }
  return {
    template(node: ScalarNode, text: string, scope: ScopeInfo, place?: ConfigPlace): void {
      if (!isTemplate(text)) return
      const template = parseTemplate(text)
      for (const problem of template.problems) report(node, { code: 'expression_syntax', ...problem })
      for (const part of template.parts) {
        if (problems.isFull()) return
        if (part.kind !== 'expression') continue
        for (const problem of checkAst(part.ast, scope)) report(node, problem, part.start)
      }
      const sole = soleExpression(template)
      const mismatch = sole && place && wrongType(sole.ast, scope, place)
      if (mismatch !== undefined) problems.add(node, mismatch)
    },

    condition(node: ScalarNode, text: string, scope: ScopeInfo): void {
      if (!isTemplate(text)) {
        for (const problem of checkExpression(text, scope)) report(node, problem)
        return
      }
      const template = parseTemplate(text.trim())
      if (soleExpression(template) !== undefined || template.problems.length > 0) {
        this.template(node, text, scope)
        return
      }
      report(node, {
        code: 'expression_syntax',
        message: 'A condition is one expression.',
        suggestion: 'Write it without `${{ }}`.',
        start: 0,
        end: text.length,
      })
    },

    program(node: ScalarNode, text: string, scope: ScopeInfo): void {
      for (const problem of checkProgram(text, scope)) {
        const code = problem.code === 'expression_syntax' ? 'code_syntax' : problem.code
        report(node, { ...problem, code })
      }
    },

    /** Texts for people are shown as they stand. */
    plain(node: SourceNode | undefined, key: string): void {
      if (node?.kind !== 'scalar' || typeof node.value !== 'string' || !isTemplate(node.value)) return
      problems.add(node, {
        code: 'not_evaluated',
        severity: 'warning',
        message: `Expressions in \`${key}\` are not evaluated.`,
        ...(key === 'title' ? { suggestion: 'Use `runTitle` for the title of a run.' } : {}),
      })
    },

    constant(node: ScalarNode): void {
      if (typeof node.value !== 'string' || !isTemplate(node.value)) return
      problems.add(node, {
        code: 'not_evaluated',
        message: '`vars` are constants; expressions in them are not evaluated.',
        suggestion: 'Compute values with a `set` step.',
      })
    },
  }
}
