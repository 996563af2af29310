const SCALE = Number(process.env.PAWL_TEST_SCALE ?? 1)
if (!(SCALE > 0))
  throw new Error(`PAWL_TEST_SCALE is a number above 0, not "${process.env.PAWL_TEST_SCALE}".`)

/** `PAWL_TEST_SCALE=0.1` makes a tenth of how much a deep suite does, for a quick look. */
export function scaled(count: number): number {
  return Math.max(1, Math.round(count * SCALE))
}
