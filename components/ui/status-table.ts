import type { Tone } from './tone'

export type StatusGlyph =
  | 'dashed'
  | 'moving'
  | 'hourglass'
  | 'check'
  | 'cross'
  | 'slash'
  | 'skip'
  | 'bars'
  | 'undo'
  | 'clock'

interface StatusLook {
  word: string
  tone: Tone
  glyph: StatusGlyph
  /** Nothing more will happen by itself. */
  isFinal: boolean
}

/** The one table from status to word, icon and colour: runs, step runs and approvals. */
export const STATUSES = {
  queued: { word: 'Queued', tone: 'neutral', glyph: 'dashed', isFinal: false },
  running: { word: 'Running', tone: 'info', glyph: 'moving', isFinal: false },
  waiting: { word: 'Waiting', tone: 'warning', glyph: 'hourglass', isFinal: false },
  paused: { word: 'Paused', tone: 'warning', glyph: 'bars', isFinal: false },
  succeeded: { word: 'Succeeded', tone: 'success', glyph: 'check', isFinal: true },
  failed: { word: 'Failed', tone: 'danger', glyph: 'cross', isFinal: true },
  cancelled: { word: 'Cancelled', tone: 'neutral', glyph: 'slash', isFinal: true },
  skipped: { word: 'Skipped', tone: 'neutral', glyph: 'skip', isFinal: true },
  rolled_back: { word: 'Rolled back', tone: 'violet', glyph: 'undo', isFinal: true },
  pending: { word: 'Pending', tone: 'warning', glyph: 'clock', isFinal: false },
  approved: { word: 'Approved', tone: 'success', glyph: 'check', isFinal: true },
  rejected: { word: 'Rejected', tone: 'danger', glyph: 'cross', isFinal: true },
  expired: { word: 'Expired', tone: 'neutral', glyph: 'clock', isFinal: true },
} as const satisfies Record<string, StatusLook>

export type Status = keyof typeof STATUSES
