/** A colour with a meaning; the only colours besides the accent and the greys. */
export type Tone = 'neutral' | 'accent' | 'info' | 'warning' | 'success' | 'danger' | 'violet'

/** Text in the tone, legible on every surface. */
export const TONE_TEXT: Record<Tone, string> = {
  neutral: 'text-neutral-text',
  accent: 'text-accent-text',
  info: 'text-info-text',
  warning: 'text-warning-text',
  success: 'text-success-text',
  danger: 'text-danger-text',
  violet: 'text-violet-text',
}

/** Icons and marks, where words stand beside them. */
export const TONE_MARK: Record<Tone, string> = {
  neutral: 'text-neutral',
  accent: 'text-accent',
  info: 'text-info',
  warning: 'text-warning',
  success: 'text-success',
  danger: 'text-danger',
  violet: 'text-violet',
}

/** Filled marks: bars of a timeline, dots, progress. */
export const TONE_FILL: Record<Tone, string> = {
  neutral: 'bg-neutral',
  accent: 'bg-accent',
  info: 'bg-info',
  warning: 'bg-warning',
  success: 'bg-success',
  danger: 'bg-danger',
  violet: 'bg-violet',
}

/** A quiet tinted box with legible text. */
export const TONE_SOFT: Record<Tone, string> = {
  neutral: 'border-neutral-line bg-neutral-soft text-neutral-text',
  accent: 'border-accent-line bg-accent-soft text-accent-text',
  info: 'border-info-line bg-info-soft text-info-text',
  warning: 'border-warning-line bg-warning-soft text-warning-text',
  success: 'border-success-line bg-success-soft text-success-text',
  danger: 'border-danger-line bg-danger-soft text-danger-text',
  violet: 'border-violet-line bg-violet-soft text-violet-text',
}

/** For charts and SVG. */
export const TONE_VARIABLE: Record<Tone, string> = {
  neutral: 'var(--neutral)',
  accent: 'var(--accent)',
  info: 'var(--info)',
  warning: 'var(--warning)',
  success: 'var(--success)',
  danger: 'var(--danger)',
  violet: 'var(--violet)',
}
