export { announce, announceRun, ringOutbox } from './announce'
export { announceIn } from './announce-in'
export { type Change, changes, closeListeners, listenFor } from './listen'
