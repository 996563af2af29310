import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { CodeCall, Step } from '../../contracts'

/** How a step runs the lists of steps inside it: its configuration, evaluated and parsed. */
export type ContainerSpec =
  | { kind: 'parallel'; join: 'all' | 'any' | 'settled'; maxConcurrency: number }
  | {
      kind: 'forEach'
      items: readonly JsonValue[]
      as: string
      onItemError: 'fail' | 'continue'
      maxConcurrency: number
      /** Position of the first item in the whole list: above 0 in a run of some items only. */
      offset: number
    }
  /** A `forEach` of many items: each slot is one child run with some of them. */
  | {
      kind: 'batches'
      items: readonly JsonValue[]
      onItemError: 'fail' | 'continue'
      maxConcurrency: number
      /** How many items a child run may have in hand. */
      itemConcurrency: number
    }
  /** `slot`: the branch that is taken; absent: none. */
  | { kind: 'switch'; slot?: number }
  | { kind: 'loop'; while?: string; until?: string; maxIterations: number }
  /** The steps of `onError`, after the step itself failed. */
  | { kind: 'handler' }
  /** The steps that a `code` step made up. */
  | { kind: 'generated' }
  /** The durable calls of a `code` step, by their index. */
  | { kind: 'calls'; calls: CodeCall[] }
  /** Steps to undo, one after another. */
  | { kind: 'rollback'; targets: readonly RollbackTarget[] }

/** A finished step that its `undo` takes back. */
export interface RollbackTarget {
  path: string
  undo: Step
  /** What the undo sees: the scope that the step itself had, and its output. */
  scope: JsonObject
}

/** Items of one child run of a `forEach`, and from how many items on there are child runs. */
export const ITEMS_PER_BATCH = 200

const CONTAINER_KINDS = new Set(['parallel', 'forEach', 'switch', 'loop'])

export function isContainer(step: Step): boolean {
  return CONTAINER_KINDS.has(step.kind)
}
