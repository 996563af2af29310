/** Chance that can be repeated. */
export interface SeededRandom {
  seed: number
  /** At least `min` and less than `max`. */
  between(min: number, max: number): number
  pick<Item>(items: readonly Item[]): Item
  shuffle<Item>(items: readonly Item[]): Item[]
}

/** `PAWL_TEST_SEED=<number>` repeats what a run that printed this seed did by chance. */
export function seededRandom(given = process.env.PAWL_TEST_SEED): SeededRandom {
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given)
  if (!Number.isSafeInteger(seed)) throw new Error(`PAWL_TEST_SEED is a whole number, not "${given}".`)
  const next = mulberry32(seed)
  const between = (min: number, max: number) => min + next() * (max - min)
  return {
    seed,
    between,
    pick(items) {
      const item = items[Math.floor(between(0, items.length))]
      if (item === undefined) throw new Error('There is nothing to pick from.')
      return item
    },
    shuffle: (items) =>
      items
        .map((item) => ({ item, place: next() }))
        .sort((one, other) => one.place - other.place)
        .map(({ item }) => item),
  }
}

/** Tommy Ettinger's generator of 32 bits, as widely published: numbers from 0 to below 1. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
