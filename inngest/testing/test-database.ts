/** Of a role that sees everything: for looking, and for writing in bulk. */
export function superuserUrl(): string {
  const url = process.env.TEST_SUPERUSER_DATABASE_URL
  if (!url) throw new Error('TEST_SUPERUSER_DATABASE_URL is not set: run these tests through Vitest.')
  return url
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new Error('There is nothing to take the median of.')
  return middle
}
