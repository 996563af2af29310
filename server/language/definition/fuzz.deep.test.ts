import fc from 'fast-check'
import { describe, it } from 'vitest'
import { holdsFor } from './fuzz-property'
import { survivesPrinting } from './print-property'
import { mutated, mutatedDocument, noiseDocument } from './testing/fuzz'
import { randomDocuments } from './testing/random-documents'

const MINUTES_MS = 20 * 60_000

describe('10,000 documents give lists of problems, never an exception', () => {
  it(
    '3,000 sound ones after random edits',
    () => {
      fc.assert(fc.property(mutatedDocument, holdsFor), { numRuns: 3_000 })
    },
    MINUTES_MS,
  )

  it(
    '2,000 of any form after random edits',
    () => {
      fc.assert(fc.property(mutated(randomDocuments()), holdsFor), { numRuns: 2_000 })
    },
    MINUTES_MS,
  )

  it(
    '5,000 times noise',
    () => {
      fc.assert(fc.property(noiseDocument, holdsFor), { numRuns: 5_000 })
    },
    MINUTES_MS,
  )
})

describe('2,000 workflows of any form', () => {
  it(
    'are the same after they were printed and checked again',
    () => {
      fc.assert(fc.property(randomDocuments(), survivesPrinting), { numRuns: 2_000 })
    },
    MINUTES_MS,
  )
})
