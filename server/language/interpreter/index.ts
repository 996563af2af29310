export { resetForResume } from './reset-for-resume'
export {
  type Clock,
  DEFAULT_LIMITS,
  type WaveLimits,
  type WavePorts,
  type WaveRequest,
  type WaveResult,
} from './wave/ports'
export { runWave } from './wave/run-wave'
export { systemClock } from './wave/system-clock'
