import { LineCounter } from 'yaml'
import { writtenSchema } from '../document-schema'
import { NOT_AVAILABLE, type WorkflowFields, workflowFieldsSchema } from '../fields'
import { childOf, type SourceNode, toJson } from '../source/node'
import { createProblemList } from '../source/problems'
import { readSource, type SourceDocument } from '../source/read'
import type { StepList } from './draft'
import { reportIssues } from './issues'
import { type Order, readOrder } from './order'
import { readSteps } from './read-steps'
import { createScopes, type Scopes } from './scopes'

/** A document as far as it can be understood, with what is wrong with its structure. */
export interface Understood {
  document: SourceDocument
  root: SourceNode
  /** Absent when a field of the workflow does not fit. */
  fields?: WorkflowFields
  top: StepList
  /** The steps of `finally`; an empty list without it. */
  last: StepList
  order: Order
  scopes: Scopes
}

/** What a document can build on besides itself. */
export interface Surroundings {
  /** Names of the project's variables; null: not known, so any may be read. Left out: there are none. */
  projectVars?: readonly string[] | null
  /** Names of the project's secrets; null or left out: not known, so any may be named. */
  secrets?: readonly string[] | null
}

/** Reads the structure of a document: what the checks, completion and the outline stand on. */
export function understand(
  source: string,
  surroundings: Surroundings = {},
): Understood | { document: SourceDocument; root?: undefined } {
  return understandDocument(readSource(source), surroundings)
}

/** The same for a document that is read already. */
export function understandDocument(
  document: SourceDocument,
  surroundings: Surroundings & { areInputsKnown?: boolean },
): Understood | { document: SourceDocument; root?: undefined } {
  const { root } = document
  // What hangs together wrongly after a YAML slip is no fault of its own.
  const problems = document.isBroken ? createProblemList(new LineCounter(), '') : document.problems
  if (root === undefined) return { document }
  if (root.kind !== 'map') {
    if (!problems.hasErrors()) {
      problems.add(root, {
        code: 'wrong_type',
        message: 'A workflow is a mapping.',
        suggestion: 'Start with `version: 1`, `name: my-workflow` and `steps:`.',
      })
    }
    return { document }
  }
  const parsed = workflowFieldsSchema.safeParse(toJson(root))
  if (!parsed.success) {
    const firstKey = [...root.entries.values()][0]?.key
    reportIssues(problems, parsed.error.issues, {
      node: root,
      at: firstKey ?? { start: root.start, end: root.start + 1 },
      schema: writtenSchema(workflowFieldsSchema),
      notAvailable: NOT_AVAILABLE.workflow,
      mayBeDynamic: () => false,
    })
  }
  const top = readSteps(childOf(root, 'steps'), { kind: 'main' }, problems)
  const last = readSteps(childOf(root, 'finally'), { kind: 'finally' }, problems)
  const order = readOrder([top, last], problems)
  const scopes = createScopes({ root, top, order, ...surroundings })
  return { document, root, ...(parsed.success ? { fields: parsed.data } : {}), top, last, order, scopes }
}
