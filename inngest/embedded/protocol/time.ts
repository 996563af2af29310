import { parseDuration } from '@/server/kernel/durations'

/** A moment as the SDK tells it: so long from now, or a date. */
export type When = { kind: 'after'; afterMs: number } | { kind: 'at'; at: string }

/** Reads `1h30m`, an RFC 3339 date, or nothing (the SDK's text for zero); `undefined` when it is neither. */
export function parseWhen(text: string): When | undefined {
  if (text === '') return { kind: 'after', afterMs: 0 }
  const afterMs = parseDuration(text)
  if (afterMs !== undefined) return { kind: 'after', afterMs }
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? undefined : { kind: 'at', at: at.toISOString() }
}

/** Reads a Retry-After header: whole seconds, or a date; `undefined` when it is neither. */
export function parseRetryAfter(text: string): When | undefined {
  if (/^\d+$/.test(text)) return { kind: 'after', afterMs: Number(text) * 1_000 }
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? undefined : { kind: 'at', at: at.toISOString() }
}

/** Milliseconds until that moment by this machine's clock, never below zero. */
export function delayMsOf(when: When, nowMs: number = Date.now()): number {
  return when.kind === 'after' ? when.afterMs : Math.max(0, Date.parse(when.at) - nowMs)
}
