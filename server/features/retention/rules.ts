/** Counting stops here: what matters is that it is very many. */
export const MOST_COUNTED = 100_000

/** How long the parts of a project's runs are kept, in days; null: for ever. */
export interface RetentionRules {
  runs: number | null
  events: number | null
  payloads: number | null
}

const DAY_MS = 86_400_000

/** What ended before this instant is older than so many days. */
export function endOfKeeping(days: number, now: Date): Date {
  return new Date(now.getTime() - days * DAY_MS)
}
