/** Money is an integer count of nano-dollars (1 USD = 1,000,000,000), as a decimal string in JSON. */
export type CostNanos = bigint

const NANOS_PER_DOLLAR = 1_000_000_000

/** Nano-dollars of an amount in dollars, rounded to the nearest. */
export function dollarsToNanos(dollars: number): CostNanos {
  return BigInt(Math.round(dollars * NANOS_PER_DOLLAR))
}

/** Money for people: `$0`, `$0.0123`, `$3.40`; below a hundredth of a cent `<$0.0001`. */
export function formatCost(costNanos: CostNanos | string): string {
  const dollars = Number(BigInt(costNanos)) / NANOS_PER_DOLLAR
  if (dollars === 0) return '$0'
  if (dollars < 0.0001) return '<$0.0001'
  return dollars < 1 ? `$${dollars.toFixed(4)}` : `$${dollars.toFixed(2)}`
}
