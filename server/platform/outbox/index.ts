export { type ClaimedEntry, claimDue, type Flow, postpone, remove } from './claim'
export { writeOutbox } from './write'
export { outboxStatement, writeOutboxRows } from './write-rows'
