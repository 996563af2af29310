import type { JsonValue } from '@/server/kernel/json'
import type { CommitItem, StepContext } from '../../contracts'
import { storableText, toStorable } from './storable'

export const MAX_LINES = 1_000
export const MAX_LINE_BYTES = 8 * 1024

type LogEvent = Extract<CommitItem, { type: 'step.logged' }>

/** The log of one attempt: cut to its limits, and says once that it was. */
export function createStepLog(
  place: { path: string; attempt: number },
  emit: (event: LogEvent) => void,
): StepContext<unknown>['log'] {
  let lines = 0
  return (level, message, data, stream) => {
    lines += 1
    if (lines > MAX_LINES + 1) return
    if (lines === MAX_LINES + 1) {
      const text = `This attempt wrote more than ${MAX_LINES} lines; the rest is not kept.`
      emit({ type: 'step.logged', ...place, level: 'warn', message: text })
      return
    }
    const kept = data === undefined ? undefined : keptData(data)
    emit({
      type: 'step.logged',
      ...place,
      level,
      message: cut(storableText(message)),
      ...(kept === undefined ? {} : { data: kept }),
      ...(stream === undefined ? {} : { stream }),
    })
  }
}

function keptData(data: JsonValue): JsonValue {
  const stored = toStorable(data)
  if (!stored.ok) return `[not JSON: ${stored.message}]`
  return stored.bytes > MAX_LINE_BYTES ? cut(JSON.stringify(stored.value)) : stored.value
}

function cut(text: string): string {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= MAX_LINE_BYTES) return text
  // A character cut in half decodes to U+FFFD, which is dropped.
  const head = new TextDecoder().decode(bytes.slice(0, MAX_LINE_BYTES)).replace(/\uFFFD$/, '')
  return `${head}… [${bytes.length} bytes, cut to ${MAX_LINE_BYTES}]`
}
