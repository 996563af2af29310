export const RUN_STATUSES = [
  'queued',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'cancelled',
  'rolled_back',
] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

/** A run in one of these takes no further event until it is resumed or rolled back. */
export const ENDED_RUN_STATUSES = ['succeeded', 'failed', 'cancelled', 'rolled_back'] as const

export function isRunEnded(status: RunStatus): boolean {
  return ENDED_RUN_STATUSES.some((ended) => ended === status)
}

export const STEP_STATUSES = [
  'running',
  'waiting',
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
  'rolled_back',
] as const
export type StepStatus = (typeof STEP_STATUSES)[number]

export const APPROVAL_STATUSES = ['pending', 'approved', 'rejected', 'expired', 'cancelled'] as const
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number]
