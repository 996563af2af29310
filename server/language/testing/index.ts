export { type CrashPoint, type MortalStore, mortalStore, ProcessDied } from './crashes'
export { eventOf, typesOf, workflow, workStep } from './documents'
export { type Driven, driveRun } from './drive-run'
export {
  comparableLog,
  createHarness,
  type DriveOptions,
  definitionOf,
  type Harness,
  type HarnessOptions,
} from './harness'
export { memoryPorts, trustingSandbox } from './memory-ports'
export { MemoryStore, type NewRun, type Verdict } from './memory-store'
export { failed, scriptedSteps, succeeded, type Work } from './scripted-steps'
export { createVirtualClock, type VirtualClock } from './virtual-clock'
