export { type KeptForReplay, keptForReplay } from './kept-for-replay'
export { type RecordedRun, type RecordedScope, recordedScope } from './recorded-scope'
export { resetForResume, resetForRollback } from './reset-for-resume'
export { undoableSteps } from './undoable-steps'
export type {
  Clock,
  WaveLimits,
  WavePorts,
  WaveRequest,
  WaveResult,
} from './wave/ports'
export { runWave } from './wave/run-wave'
export { systemClock } from './wave/system-clock'
