/** Puts recorded steps into the order in which they ended; those that did not come first. */
export function byEnd(one: { endedSeq?: number }, other: { endedSeq?: number }): number {
  return endOf(one) - endOf(other)
}

function endOf({ endedSeq = 0 }: { endedSeq?: number }): number {
  return endedSeq
}
