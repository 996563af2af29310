import { describe, expect, it } from 'vitest'
import { createSecretMarkers } from './index'

const markers = createSecretMarkers(() => 'nonce_0123456789abcdef')
const read = async (name: string) => ({ TOKEN: 's3cr3t$&', OTHER: 'o' })[name]

describe('markers', () => {
  it('become values at the edge, wherever they stand', async () => {
    const text = `Bearer ${markers.markerOf('TOKEN')}, ${markers.markerOf('OTHER')}, ${markers.markerOf('TOKEN')}`
    expect(await markers.replaceMarkers(text, read)).toEqual({
      ok: true,
      text: 'Bearer s3cr3t$&, o, s3cr3t$&',
    })
    expect(markers.namesIn(text)).toEqual(['TOKEN', 'OTHER'])
  })

  it('of secrets that do not exist are named', async () => {
    const text = markers.markerOf('NOPE') + markers.markerOf('TOKEN')
    expect(await markers.replaceMarkers(text, read)).toEqual({ ok: false, missing: ['NOPE'] })
  })

  it('of another run are plain text', async () => {
    const foreign = createSecretMarkers(() => 'another_nonce_0123456789').markerOf('TOKEN')
    expect(await markers.replaceMarkers(foreign, read)).toEqual({ ok: true, text: foreign })
  })

  it('a value that looks like a marker is not replaced again', async () => {
    const sly = async () => markers.markerOf('TOKEN')
    expect(await markers.replaceMarkers(markers.markerOf('OTHER'), sly)).toEqual({
      ok: true,
      text: markers.markerOf('TOKEN'),
    })
  })

  it('are masked in JSON, keys too', () => {
    const marker = markers.markerOf('TOKEN')
    expect(markers.maskMarkers({ a: [`x ${marker}`], [marker]: 1, n: null })).toEqual({
      a: ['x •••TOKEN•••'],
      '•••TOKEN•••': 1,
      n: null,
    })
  })

  it('need an unguessable nonce and a name', () => {
    expect(() => createSecretMarkers(() => 'short').markerOf('TOKEN')).toThrow('nonce')
    expect(() => markers.markerOf('a b')).toThrow('name')
  })
})
