import fc from 'fast-check'
import { describe, it } from 'vitest'
import { holdsFor } from './fuzz-property'
import { mutatedDocument, noiseDocument } from './testing/fuzz'

describe('10,000 documents give lists of problems, never an exception', () => {
  it('5,000 sound ones after random edits', () => {
    fc.assert(fc.property(mutatedDocument, holdsFor), { numRuns: 5_000 })
  }, 600_000)

  it('5,000 times noise', () => {
    fc.assert(fc.property(noiseDocument, holdsFor), { numRuns: 5_000 })
  }, 600_000)
})
