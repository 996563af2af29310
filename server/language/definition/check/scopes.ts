import type { JsonSchema } from '@/server/kernel/json'
import {
  bareExpression,
  memberPathsIn,
  type NamePath,
  parseExpression,
  type ScopeInfo,
  type StepScope,
} from '../../expressions'
import { KINDS } from '../kinds'
import type { ConfigPath } from '../kinds/kind'
import { childOf, type SourceNode, toJson } from '../source/node'
import { conditionsAround } from './conditions'
import type { StepDraft, StepList } from './draft'
import type { Order } from './order'
import { asSchema, namesOfList, namesOfWorkflow, type ScopeNames } from './scope-names'
import { findFrom, innerStep, type KnownSteps, visible, visibleIds } from './visible-steps'

/** What expressions at each place of one document may see. */
export interface Scopes {
  /** In the configuration of a step, and in its fields. */
  ofStep(step: StepDraft, secrets: ScopeInfo['secrets']): ScopeInfo
  /** In the `if` of a step: the same, but it has not been true yet. */
  ofCondition(step: StepDraft): ScopeInfo
  /** At one text of a step's configuration. */
  ofConfig(step: StepDraft, path: ConfigPath): ScopeInfo
  /** In the workflow's `output`: every step of the top list has ended. */
  ofOutput(): ScopeInfo
  /** In `runTitle` and `tags`: nothing has run yet. */
  ofStart(): ScopeInfo
  /** In the key of the workflow's `concurrency`: there is no run yet. */
  ofKey(): ScopeInfo
}

export const NO_SECRETS = {
  refused:
    'Secrets may be used only where they leave the run: in `headers`, `query` and `auth` of `http`, in `env` and `stdin` of `shell`, and in `code`.',
}

export interface ScopeSource {
  root: SourceNode
  top: StepList
  order: Order
  /** Names that the project defines; null when they are not known, so that any may be read. */
  projectVars?: readonly string[] | null
  secrets?: readonly string[] | null
  /** False: any input may be read. */
  areInputsKnown?: boolean
}

export function createScopes(source: ScopeSource): Scopes {
  const { root, top, order, projectVars = [], secrets, areInputsKnown = true } = source
  const base = namesOfWorkflow(root, projectVars, areInputsKnown)
  const known: KnownSteps = { top, order, shape: cached(outputOf) }
  const secretNames = secrets ? { knownSecrets: secrets } : {}
  const testedBy = cached((step: StepDraft) => conditionsAround(step).flatMap(pathsIn))
  const atStep = (step: StepDraft, more: Pick<ScopeInfo, 'secrets' | 'tested'>, names: ScopeNames = []) => ({
    names: new Map([...base, ...namesOfList(step.list), ...names]),
    steps: { ids: () => visibleIds(step, known), find: (id: string) => findFrom(step, id, known) },
    ...secretNames,
    ...more,
  })
  return {
    ofStep: (step, secrets) => atStep(step, { secrets, tested: testedBy(step) }),
    ofCondition(step) {
      const { if: _own, ...fields } = step.fields
      const tested = conditionsAround({ ...step, fields }).flatMap(pathsIn)
      return atStep(step, { secrets: NO_SECRETS, tested })
    },
    ofConfig(step, path) {
      const kind = step.kind && KINDS[step.kind]
      const scope = atStep(
        step,
        { secrets: secretsAt(step, path), tested: testedBy(step) },
        kind?.namesAt?.(path),
      )
      return kind?.seesInside?.(path) ? { ...scope, steps: withInside(scope.steps, step, known) } : scope
    },
    ofOutput: () => ({
      names: new Map(base),
      secrets: NO_SECRETS,
      steps: {
        ids: () => top.steps.flatMap(({ id }) => id ?? []),
        find(id) {
          const step = order.byId(id)
          if (step === undefined) return { kind: 'unknown' }
          return step.list === top ? visible(step, known, []) : innerStep(step, top)
        },
      },
    }),
    ofStart: () => ({ names: new Map(base), secrets: NO_SECRETS, steps: noneYet(order) }),
    ofKey: () => ({
      names: new Map(base.filter(([name]) => name === 'inputs' || name === 'vars')),
      secrets: NO_SECRETS,
      steps: noneYet(order),
    }),
  }
}

function noneYet(order: Order): StepScope {
  return {
    ids: () => [],
    find: (id) =>
      order.byId(id) === undefined
        ? { kind: 'unknown' }
        : { kind: 'hidden', message: 'No step has run yet when this is read.' },
  }
}

/** Beside what the step sees, the steps inside it. */
function withInside(outside: StepScope, step: StepDraft, known: KnownSteps): StepScope {
  const isInside = (target: StepDraft | undefined) => target !== undefined && step.inner.includes(target.list)
  return {
    ids: () => [...step.inner.flatMap(({ steps }) => steps.flatMap(({ id }) => id ?? [])), ...outside.ids()],
    find(id) {
      const target = known.order.byId(id)
      return target !== undefined && isInside(target)
        ? visible(target, known, conditionsAround(step))
        : outside.find(id)
    },
  }
}

function secretsAt({ kind }: StepDraft, path: ConfigPath): ScopeInfo['secrets'] {
  if (kind === undefined) return NO_SECRETS
  const { secretFields, secretsHint, roleOf } = KINDS[kind]
  if (secretFields.includes(String(path[0])) || roleOf(path) === 'program') return 'allowed'
  return secretsHint === undefined ? NO_SECRETS : { refused: secretsHint }
}

function pathsIn(condition: string): NamePath[] {
  const parsed = parseExpression(bareExpression(condition))
  return parsed.ok ? memberPathsIn(parsed.ast) : []
}

function outputOf(step: StepDraft): JsonSchema {
  // What the steps of `onError` give takes the place of the output, and may be anything.
  if (step.kind === undefined || step.config === undefined || step.handler !== undefined) return {}
  const declared = childOf(step.node, 'output')
  const schema = declared?.kind === 'map' ? asSchema(declared) : undefined
  return KINDS[step.kind].outputOf(toJson(step.config), schema)
}

function cached<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  return (key) => {
    const value = known.get(key) ?? compute(key)
    known.set(key, value)
    return value
  }
}
