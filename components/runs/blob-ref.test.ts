import { expect, it } from 'vitest'
import { blobReferenceOf, formatBytes, isSealed } from './blob-ref'

it('a reference is told from a value that only looks like one', () => {
  const reference = { $blob: 'blb_1', bytes: 70_000, digest: 'sha256:0' }
  expect(blobReferenceOf(reference)).toEqual({ blobId: 'blb_1', bytes: 70_000 })
  expect(blobReferenceOf({ ...reference, more: 1 })).toBeUndefined()
  expect(blobReferenceOf({ $blob: 'blb_1', bytes: '70000', digest: 'x' })).toBeUndefined()
  expect(blobReferenceOf([reference])).toBeUndefined()
  expect(blobReferenceOf(null)).toBeUndefined()
})

it.each([
  [900, '900 B'],
  [655_360, '640 KiB'],
  [3_355_443, '3.2 MiB'],
])('%i bytes read as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

it('a sealed value is told from one that only looks like it', () => {
  expect(isSealed({ $sealed: 'x' })).toBe(true)
  expect(isSealed({ $sealed: 'x', more: 1 })).toBe(false)
  expect(isSealed(null)).toBe(false)
})
