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
import { KINDS } from '../kinds'
import { childOf, type Path, type ScalarNode, type SourceNode, textsOf } from '../source/node'
import type { SourceDocument } from '../source/read'
import { offsetInScalar } from '../source/scalar-offset'
import { allSteps, type StepDraft, type StepList } from './draft'
import { NO_SECRETS, type Scopes } from './scopes'

/** Checks every expression of the document in the scope of its place. */
export function checkExpressions(
  document: SourceDocument,
  root: SourceNode,
  top: StepList,
  scopes: Scopes,
): void {
  visitTexts({ root, top, scopes }, createTextCheck(document), () => document.problems.isFull())
}

/** What may be done with each text of a document, by the role it plays at its place. */
export interface TextVisitor {
  template(node: ScalarNode, text: string, scope: ScopeInfo): void
  condition(node: ScalarNode, text: string, scope: ScopeInfo): void
  program(node: ScalarNode, text: string, scope: ScopeInfo): void
  /** Texts for people. */
  plain(node: SourceNode | undefined, key: string): void
  constant(node: ScalarNode): void
}

/** Shows a visitor every text of a document that can hold an expression, or looks as if it could. */
export function visitTexts(
  { root, top, scopes }: { root: SourceNode; top: StepList; scopes: Scopes },
  check: TextVisitor,
  isOver = () => false,
): void {
  for (const key of ['runTitle', 'tags']) {
    for (const { node, text } of textsIn(childOf(root, key))) check.template(node, text, scopes.ofStart())
  }
  for (const { node, text } of textsIn(childOf(root, 'output'))) check.template(node, text, scopes.ofOutput())
  for (const key of ['name', 'title', 'description']) check.plain(childOf(root, key), key)
  for (const { node } of textsIn(childOf(root, 'vars'))) check.constant(node)
  for (const step of allSteps(top)) {
    if (isOver()) return
    visitStep(step, scopes, check)
  }
}

function visitStep(step: StepDraft, scopes: Scopes, check: TextVisitor): void {
  const condition = childOf(step.node, 'if')
  if (condition?.kind === 'scalar' && typeof condition.value === 'string') {
    check.condition(condition, condition.value, scopes.ofStep(step, NO_SECRETS))
  }
  for (const key of ['name', 'description']) check.plain(childOf(step.node, key), key)
  if (step.kind === undefined || step.config === undefined) return
  const kind = KINDS[step.kind]
  const plain = scopes.ofStep(step, NO_SECRETS)
  const withSecrets = scopes.ofStep(step, 'allowed')
  for (const { node, text, path } of textsIn(configOf(step))) {
    const role = kind.roleOf(path)
    const scope = kind.secretFields.includes(String(path[0])) ? withSecrets : plain
    if (role === 'condition') check.condition(node, text, scope)
    else if (role === 'program') check.program(node, text, scope)
    else check.template(node, text, scope)
  }
}

/** The configuration without the steps inside, which are checked in scopes of their own. */
function configOf(step: StepDraft): SourceNode | undefined {
  const config = step.config
  if (config?.kind !== 'map' || (step.kind !== 'parallel' && step.kind !== 'forEach')) return config
  const entries = [...config.entries].filter(([key]) => key !== 'branches' && key !== 'steps')
  return { ...config, entries: new Map(entries) }
}

function textsIn(node: SourceNode | undefined): Iterable<{ node: ScalarNode; text: string; path: Path }> {
  return node === undefined ? [] : textsOf(node)
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
    template(node: ScalarNode, text: string, scope: ScopeInfo): void {
      if (!isTemplate(text)) return
      const template = parseTemplate(text)
      for (const problem of template.problems) report(node, { code: 'expression_syntax', ...problem })
      for (const part of template.parts) {
        if (problems.isFull()) return
        if (part.kind !== 'expression') continue
        for (const problem of checkAst(part.ast, scope)) report(node, problem, part.start)
      }
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
