export { appendRunEvents, requestWake } from './append'
export { appendToLog } from './run-log'
export { readEvents } from './store'
