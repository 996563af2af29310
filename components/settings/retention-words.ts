import { MOST_COUNTED } from '@/server/features/retention/rules'
import type { SettingKey } from '@/server/features/settings/schema'

export type RetentionKey = Extract<SettingKey, `retention.${string}`>
export type RetentionPart = 'runs' | 'events' | 'payloads'

export const RETENTION_KEYS = [
  'retention.runs',
  'retention.events',
  'retention.payloads',
] as const satisfies readonly RetentionKey[]

export function partOf(key: RetentionKey): RetentionPart {
  // A key is `retention.` and a part.
  return key.slice('retention.'.length) as RetentionPart
}

export function daysInWords(days: number | null): string {
  if (days === null) return 'For ever'
  return days === 1 ? '1 day' : `${days.toLocaleString('en')} days`
}

const EFFECTS: Record<RetentionPart, (runs: string, isOne: boolean) => string> = {
  runs: (runs) => `${runs} would be deleted tonight.`,
  events: (runs, isOne) => `The ${isOne ? 'log' : 'logs'} of ${runs} would be deleted tonight.`,
  payloads: (runs) => `The payloads of ${runs} would be erased tonight.`,
}

/** What the next night would do; runs that end until then are not counted. */
export function effectInWords(part: RetentionPart, count: number): string {
  if (count === 0) return 'Nothing would go tonight.'
  const isMost = count >= MOST_COUNTED
  const amount = `${isMost ? 'more than' : 'about'} ${count.toLocaleString('en')} ${count === 1 ? 'run' : 'runs'}`
  const sentence = EFFECTS[part](amount, count === 1)
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** What is wrong with days as they were typed; `undefined` when nothing is. */
export function daysProblem(text: string, most: number): string | undefined {
  const days = Number(text)
  if (text.trim() !== '' && Number.isInteger(days) && days >= 1 && days <= most) return undefined
  return `Give whole days, from 1 to ${most.toLocaleString('en')}.`
}
