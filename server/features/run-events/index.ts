export { appendRunEvents, requestWake } from './append'
export { deleteEvents, eraseEvents } from './erase'
export { appendToLog } from './run-log'
export { readEvents } from './store'
