/** What log and pages show of what a sensitive step was given, gave and said. */
export const SENSITIVE = '•••'
