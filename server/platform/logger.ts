import pino from 'pino'

/** Structured lines on standard output. Errors are logged at a border, once, with the correlation id. */
export const logger = pino({ level: process.env.PAWL_LOG_LEVEL ?? 'info', base: null })
