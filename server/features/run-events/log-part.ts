import type { CommitItem } from '@/server/language/contracts'
import type { Given, Values } from '@/server/platform/db'
import type { Projection } from './projection'

/** A batch with what it changes, and the ids of the approvals that it opens, by path. */
export interface LogBatch {
  items: readonly CommitItem[]
  projection: Projection
  approvalIds: ReadonlyMap<string, string>
}

/** A part of the statement that writes a batch; it sees the run's row as `run`. */
export interface Part {
  /** Its name in the statement; where one name has several texts, `variant` tells them apart. */
  name: string
  variant?: string
  values: Values
  /** `at`: the instant of the batch. */
  write: (given: Given, at: string) => string
}
