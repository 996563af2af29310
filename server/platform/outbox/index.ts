export { type ClaimedEntry, claimDue, postpone, remove } from './claim'
export { writeOutbox, writeOutboxSql } from './write'
