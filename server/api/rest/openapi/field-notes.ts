/** What a field of a name means, in whatever operation it stands; a schema's own description wins. */
export const FIELD_NOTES: Record<string, string | undefined> = {
  afterSeq: 'Answers with what came after this sequence number.',
  cursor: 'The `nextCursor` of the page before. Left out: the first page.',
  days: 'How many days back, today included.',
  limit: 'At most this many.',
  orgId: 'The organization.',
  projectId: 'The project.',
  run: 'The run’s id, or its number in the project.',
  runId: 'The run’s id.',
  search: 'Finds entries that hold this text.',
  timeZone: 'Days begin at midnight of this IANA time zone.',
  workflow: 'The workflow’s id, or its name.',
  workflowId: 'The workflow’s id.',
}
