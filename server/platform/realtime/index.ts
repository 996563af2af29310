export { announce, announceRun, ringOutbox, ringOutboxSoon } from './announce'
export { announceIn } from './announce-in'
export { type Change, changes, closeListeners, listenFor } from './listen'
