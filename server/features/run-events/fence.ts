import type { Given, Values } from '@/server/platform/db'

/** On what condition a batch is appended to a run's log, and what else its row becomes by it. */
export interface Fence {
  /** Of `where` and `set`, which each shape has its own of. */
  shape: string
  values: Values
  /** Of the run's row `r`. Absent: any run that is there. */
  where?: (given: Given) => string
  /** By column; what the events themselves say of a column goes before this. */
  set?: { [column: string]: (given: Given) => string }
}

export const ANY_RUN: Fence = { shape: 'any', values: {} }
