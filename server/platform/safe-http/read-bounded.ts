import { type Readable, Transform, type TransformCallback, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { SafeHttpError } from './safe-http-error'

interface ReadOptions {
  headers: Record<string, string>
  /** No body follows, whatever the headers say. */
  isEmpty: boolean
  maxBytes: number
  host: string
  signal: AbortSignal
}

const MAX_ENCODINGS = 3

/**
 * Reads and unpacks a body, never holding more than `maxBytes`: counted as sent and again after each
 * unpacking, so a compressed bomb stops at the bound, not at the end of memory.
 */
export async function readBounded(body: Readable, options: ReadOptions): Promise<Buffer> {
  const { headers, maxBytes, host, signal } = options
  const tooLarge = () =>
    new SafeHttpError('response_too_large', `The answer of ${host} is larger than ${maxBytes} bytes.`)
  if (!options.isEmpty && Number(headers['content-length']) > maxBytes) {
    body.on('error', () => {})
    body.destroy()
    throw tooLarge()
  }
  const unpack = options.isEmpty ? [] : unpackers(headers['content-encoding'], host)
  const chunks: Buffer[] = []
  const collect = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  const stages = unpack.flatMap((stage) => [stage, limitedTo(maxBytes, tooLarge)])
  try {
    await pipeline([body, limitedTo(maxBytes, tooLarge), ...stages, collect], { signal })
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw new SafeHttpError('connection_failed', `The compressed answer of ${host} is damaged.`, {
        retryable: true,
        cause: error,
      })
    throw error
  }
  return Buffer.concat(chunks)
}

function unpackers(encodings: string | undefined, host: string): Transform[] {
  const names = (encodings ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  if (names.length > MAX_ENCODINGS)
    throw new SafeHttpError('connection_failed', `The answer of ${host} is compressed too many times.`)
  return names.reverse().map((name) => {
    if (name === 'gzip' || name === 'x-gzip') return createGunzip()
    if (name === 'deflate') return createInflate()
    if (name === 'br') return createBrotliDecompress()
    throw new SafeHttpError(
      'connection_failed',
      `${host} answered in an unknown encoding: ${name.slice(0, 20)}`,
    )
  })
}

function limitedTo(maxBytes: number, tooLarge: () => Error): Transform {
  let total = 0
  return new Transform({
    transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      total += chunk.byteLength
      if (total > maxBytes) done(tooLarge())
      else done(null, chunk)
    },
  })
}
