export const CHANGES_CHANNEL = 'pawl_changes'
export const OUTBOX_CHANNEL = 'pawl_outbox'

/** What changed in one org, as it crosses processes. */
export interface Change {
  orgId: string
  /** Nouns whose lists should be read again. */
  topics: string[]
  /** Runs by id, with how far their logs reach. */
  runs: { [runId: string]: number }
}
