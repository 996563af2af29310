import fc from 'fast-check'

// `npm test` draws the same examples each time, so that green means green; the deep suite draws new ones
// and prints the seed of a failure. `PAWL_TEST_SEED=<number>` repeats one.
const given = process.env.PAWL_TEST_SEED
const isDeep = process.env.PAWL_TEST_DEEP === '1'
if (given !== undefined) fc.configureGlobal({ seed: Number(given) })
else if (!isDeep) fc.configureGlobal({ seed: 20261121 })
