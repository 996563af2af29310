export { appendRunEvents, requestWake } from './append'
export { appendToLog, type LogTarget, takeSeqs } from './run-log'
export { readEvents } from './store'
