export { type ClaimedEntry, claimDue, type Flow, postpone, remove } from './claim'
export { HOLD_MS, type Post, post, type RelayHere, relayHere } from './post'
export { writeOutbox } from './write'
export { type OutgoingEntry, writeOutboxRows } from './write-rows'
