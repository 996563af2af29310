import type { StepKindName } from '@/server/language/contracts'
import type { ScopeInfo } from '../../expressions'
import { KINDS } from '../kinds'
import type { ConfigPath } from '../kinds/kind'
import { childOf, type Path, type ScalarNode, type SourceNode, textsOf, toJson } from '../source/node'
import { allSteps, type StepDraft, type StepList } from './draft'
import { NO_SECRETS, type Scopes } from './scopes'

/** Where in a configuration a text stands. */
export interface ConfigPlace {
  kind: StepKindName
  path: ConfigPath
}

/** What may be done with each text of a document, by the role it plays at its place. */
export interface TextVisitor {
  template(node: ScalarNode, text: string, scope: ScopeInfo, place?: ConfigPlace): void
  condition(node: ScalarNode, text: string, scope: ScopeInfo): void
  program(node: ScalarNode, text: string, scope: ScopeInfo): void
  /** Texts for people. */
  plain(node: SourceNode | undefined, key: string): void
  constant(node: ScalarNode): void
}

export interface Texts {
  root: SourceNode
  top: StepList
  last: StepList
  scopes: Scopes
}

/** Shows a visitor every text of a document that can hold an expression, or looks as if it could. */
export function visitTexts(
  { root, top, last, scopes }: Texts,
  check: TextVisitor,
  isOver = () => false,
): void {
  for (const key of ['runTitle', 'tags']) {
    for (const { node, text } of textsIn(childOf(root, key))) check.template(node, text, scopes.ofStart())
  }
  for (const { node, text } of textsIn(childOf(childOf(root, 'concurrency'), 'key'))) {
    check.template(node, text, scopes.ofKey())
  }
  for (const { node, text } of textsIn(childOf(root, 'output'))) check.template(node, text, scopes.ofOutput())
  for (const key of ['name', 'title', 'description']) check.plain(childOf(root, key), key)
  for (const { node } of textsIn(childOf(root, 'vars'))) check.constant(node)
  for (const step of allSteps(top, last)) {
    if (isOver()) return
    visitStep(step, scopes, check)
  }
}

function visitStep(step: StepDraft, scopes: Scopes, check: TextVisitor): void {
  const condition = childOf(step.node, 'if')
  if (condition?.kind === 'scalar' && typeof condition.value === 'string') {
    visitCondition(condition, condition.value, scopes.ofCondition(step), check)
  }
  for (const key of ['name', 'description']) check.plain(childOf(step.node, key), key)
  for (const field of ['cache', 'concurrency']) {
    for (const { node, text } of textsIn(childOf(childOf(step.node, field), 'key'))) {
      check.template(node, text, scopes.ofStep(step, NO_SECRETS))
    }
  }
  if (step.kind === undefined || step.config === undefined) return
  const { kind, config } = step
  for (const { node, text, path } of textsOutsideSteps(kind, config)) {
    const role = KINDS[kind].roleOf(path)
    const scope = scopes.ofConfig(step, path)
    if (role === 'condition') visitCondition(node, text, scope, check)
    else if (role === 'program') check.program(node, text, scope)
    else check.template(node, text, scope, { kind, path })
  }
}

/** An empty one is told as a value that does not fit. */
function visitCondition(node: ScalarNode, text: string, scope: ScopeInfo, check: TextVisitor): void {
  if (text !== '') check.condition(node, text, scope)
}

/** The texts of a configuration, without those of the steps inside, which are seen in scopes of their own. */
function* textsOutsideSteps(kind: StepKindName, config: SourceNode) {
  const { nested } = KINDS[kind]
  const lists = new Set(nested?.listsIn(toJson(config)).map(({ path }) => keyOf(path)))
  yield* textsOf(config, [], (path) => lists.has(keyOf(path)))
}

function keyOf(path: Path): string {
  return JSON.stringify(path)
}

function textsIn(node: SourceNode | undefined): Iterable<{ node: ScalarNode; text: string; path: Path }> {
  return node === undefined ? [] : textsOf(node)
}
