export { type ClaimedEntry, claimDue, postpone, remove } from './claim'
export { writeOutbox } from './write'
export { writeOutboxRows } from './write-rows'
