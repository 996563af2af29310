export type { CrashPoint, MortalStore } from './crashes'
export { eventOf, typesOf, workflow, workStep } from './documents'
export type { Driven } from './drive-run'
export {
  createHarness,
  type DriveOptions,
  definitionOf,
  type Harness,
  type HarnessOptions,
} from './harness'
export type { NewRun, Verdict } from './memory-store'
export { failed, succeeded, type Work } from './scripted-steps'
export { createVirtualClock, type VirtualClock } from './virtual-clock'
