import fc from 'fast-check'
import { describe, it } from 'vitest'
import { holdsFor } from './fuzz-property'
import { mutated, mutatedDocument, noiseDocument } from './testing/fuzz'
import { randomDocuments } from './testing/random-documents'

describe('any document gives a list of problems, never an exception', () => {
  it('a sound one after random edits', () => {
    fc.assert(fc.property(mutatedDocument, holdsFor), { numRuns: 25 })
  }, 60_000)

  it('one of any form after random edits', () => {
    fc.assert(fc.property(mutated(randomDocuments()), holdsFor), { numRuns: 10 })
  }, 60_000)

  it('noise', () => {
    fc.assert(fc.property(noiseDocument, holdsFor), { numRuns: 150 })
  }, 60_000)
})
