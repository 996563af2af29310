import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { MaskStream } from '@/server/kernel/masking'
import type { RunSnapshot, SecretPort } from '../../contracts'
import type { SecretMarkers } from '../../expressions'
import type { Planner } from '../plan/planner'
import type { CommitQueue } from './commit-queue'
import type { DueQueue } from './due-queue'
import type { WaveLimits, WavePorts } from './ports'

/** What the parts of a wave share. */
export interface WaveContext {
  ports: WavePorts
  limits: WaveLimits
  snapshot: RunSnapshot
  /** `inputs`, `vars`, `run` and `trigger` as expressions see them. */
  baseScope: JsonObject
  planner: Planner
  commits: CommitQueue
  due: DueQueue
  secrets: RunSecrets
  nowMs(): number
  /** Runs a turn in the wave's loop: state is changed nowhere else. */
  post(turn: () => void): void
  /** Does work outside of the loop; the wave does not end before its turn came. A rejection ends the wave. */
  work<Result>(promise: Promise<Result>, turn: (result: Result) => void): void
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
