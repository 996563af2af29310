import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { MaskStream } from '@/server/kernel/masking'
import type { CodeAnswer, RunSnapshot, SecretPort } from '../../contracts'
import type { SecretMarkers } from '../../expressions'
import type { PlanNode } from '../plan/plan-node'
import type { Planner } from '../plan/planner'
import type { CommitQueue } from './commit-queue'
import type { DueQueue } from './due-queue'
import type { WaveLimits, WavePorts } from './ports'
import type { StoredResults } from './stored'

/** What the parts of a wave share. */
export interface WaveContext {
  ports: WavePorts
  limits: WaveLimits
  snapshot: RunSnapshot
  /** `inputs`, `vars`, `run` and `trigger` as expressions see them in the part of the run that goes on. */
  scope(): JsonObject
  planner: Planner
  commits: CommitQueue
  due: DueQueue
  secrets: RunSecrets
  stored: StoredResults
  nowMs(): number
  /** ISO. */
  instantIn(durationMs: number): string
  /** Runs a turn in the wave's loop: state is changed nowhere else. */
  post(turn: () => void): void
  /** Does work outside of the loop; the wave does not end before its turn came. A rejection ends the wave. */
  work<Result>(promise: Promise<Result>, turn: (result: Result) => void): void
  /** Ends the lists inside a step as failed when this long has passed since the step first started. */
  limitTime(node: PlanNode, timeoutMs: number): void
  /** A call that the code of this step made has ended. */
  answer(node: PlanNode, answer: CodeAnswer): void
}

export interface RunSecrets {
  markers: SecretMarkers
  /** Reads secrets for handlers, and remembers what to hide. */
  port: SecretPort
  /** Hides markers, and every value that was read in this wave. */
  mask<Value extends JsonValue>(value: Value): Value
  /** The same for a text that comes in pieces; knows the values that were read before it began. */
  maskStream(): MaskStream
}
