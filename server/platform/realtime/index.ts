export { announce, announceRun, ringOutbox } from './announce'
export { type Change, changes, closeListeners, listenFor } from './listen'
