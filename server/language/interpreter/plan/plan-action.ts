import type { PlanNode, SlotResult } from './plan-node'

/** What the wave has to do besides starting ready steps. */
export type PlanAction =
  /** The log shows this container open: evaluate its configuration again and call `open`. */
  | { kind: 'open'; node: PlanNode }
  /** The log shows this step waiting. */
  | { kind: 'waiting'; node: PlanNode }
  /** Whether this iteration of a loop is to run: evaluate its condition and call `iterate`. */
  | { kind: 'decide'; node: PlanNode; iteration: number }
  /** All lists of this container are over: record it and call `settle`. */
  | { kind: 'finish'; node: PlanNode; result: SlotResult }
  /** Open in the log, but its list has stopped: record it as cancelled and call `settle`. */
  | { kind: 'cancel'; node: PlanNode }
  /** It runs, but nobody wants the result any more: abort it. */
  | { kind: 'abort'; node: PlanNode }
