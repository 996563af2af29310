import fc from 'fast-check'
import { describe, it } from 'vitest'
import { holdsFor } from './fuzz-property'
import { mutatedDocument, noiseDocument } from './testing/fuzz'

describe('any document gives a list of problems, never an exception', () => {
  it('a sound one after random edits', () => {
    fc.assert(fc.property(mutatedDocument, holdsFor), { numRuns: 150 })
  })

  it('noise', () => {
    fc.assert(fc.property(noiseDocument, holdsFor), { numRuns: 150 })
  })
})
