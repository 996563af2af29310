import { monotonicFactory } from 'ulid'

/** Fetched from the system at once: one look for each of an id's sixteen letters costs more than all else in it. */
const stock = new Uint32Array(1_024)
let left = 0

/** A sortable id; those of one process sort in the order in which they were made. */
export const newUlid = monotonicFactory(() => {
  if (left === 0) {
    crypto.getRandomValues(stock)
    left = stock.length
  }
  left -= 1
  return (stock[left] ?? 0) / 2 ** 32
})
