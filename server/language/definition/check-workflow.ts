import type { CheckResult } from '@/server/language/contracts'
import { buildDefinition } from './check/build'
import { checkCases } from './check/cases'
import { checkExpressions } from './check/expressions'
import { checkReachable } from './check/reachable'
import { checkSchemas } from './check/schemas'
import { type Surroundings, understand } from './check/understand'
import { digestOf } from './digest'

/**
 * Checks a workflow document (YAML or JSON): every problem at once, each with its place and what to do.
 * Gives the definition that a version stores when nothing is wrong. Never throws for a bad document.
 */
export function checkWorkflow(source: string, surroundings?: Surroundings): CheckResult {
  const understood = understand(source, surroundings)
  const { document, root } = understood
  const { problems } = document
  if (root === undefined || document.isBroken) return { ok: false, problems: problems.list() }
  checkSchemas(understood, problems)
  checkExpressions(document, understood)
  checkReachable(understood, problems)
  checkCases(understood, problems)
  if (problems.hasErrors() || understood.fields === undefined) return { ok: false, problems: problems.list() }
  const definition = buildDefinition(understood.fields, understood)
  return { ok: true, definition, digest: digestOf(definition), problems: problems.list() }
}
