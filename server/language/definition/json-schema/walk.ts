import type { JsonValue } from '@/server/kernel/json'

export type Segments = (string | number)[]
export type Report = (segments: Segments, message: string) => void
export type Visit = (
  schema: JsonValue | undefined,
  value: JsonValue,
  segments: Segments,
  report: Report,
) => void

/** Equal for equal JSON, whatever the order of keys. */
export function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`)
  return `{${fields.join(',')}}`
}
