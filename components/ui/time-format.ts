const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** `just now`, `45s ago`, `3m ago`, `5h ago`, `2d ago`, then the date; ahead of now `in 3m`. */
export function formatRelative(atMs: number, nowMs: number): string {
  const distanceMs = Math.abs(nowMs - atMs)
  if (distanceMs < 10_000) return atMs > nowMs + 5_000 ? 'in a moment' : 'just now'
  if (distanceMs >= 7 * DAY_MS) return formatDay(new Date(atMs), nowMs)
  const text = coarse(distanceMs)
  return atMs > nowMs ? `in ${text}` : `${text} ago`
}

/** `21 Nov 2026, 04:12:55 GMT+1`: exact, in the reader's zone. */
export function formatTimestamp(date: Date): string {
  return date.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  })
}

function coarse(distanceMs: number): string {
  if (distanceMs < MINUTE_MS) return `${Math.floor(distanceMs / 1_000)}s`
  if (distanceMs < HOUR_MS) return `${Math.floor(distanceMs / MINUTE_MS)}m`
  if (distanceMs < DAY_MS) return `${Math.floor(distanceMs / HOUR_MS)}h`
  return `${Math.floor(distanceMs / DAY_MS)}d`
}

function formatDay(date: Date, nowMs: number): string {
  const isThisYear = date.getFullYear() === new Date(nowMs).getFullYear()
  return date.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
  })
}
