/** What a code of a failed step or run means to people. */
export interface ErrorInfo {
  /** A few words, for headings. */
  title: string
  /** What happened. */
  meaning: string
  /** What to do now. */
  advice: string
  /** Whether another attempt of the same can help: what `retry` does by itself. */
  retry: 'yes' | 'no' | 'sometimes'
}
