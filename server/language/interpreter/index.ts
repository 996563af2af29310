export { resetForResume } from './reset-for-resume'
export type {
  Clock,
  WaveLimits,
  WavePorts,
  WaveRequest,
  WaveResult,
} from './wave/ports'
export { runWave } from './wave/run-wave'
export { systemClock } from './wave/system-clock'
