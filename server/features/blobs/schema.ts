/** The largest result that is answered in one piece; larger ones are downloaded. */
export const MAX_ANSWERED_BYTES = 32 * 1024 * 1024

/** The largest result that is kept. */
export const MAX_BLOB_BYTES = 256 * 1024 * 1024
