export { failRun } from './fail-run'
export { recordModelUsage } from './record-usage'
export { createRunStore } from './run-store'
