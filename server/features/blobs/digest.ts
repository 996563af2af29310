import { createHash } from 'node:crypto'
import { AppError } from '@/server/kernel/errors'

export interface Digest {
  update(bytes: Uint8Array): void
  /** `sha256:` and 64 hexadecimal digits. */
  value(): string
}

export function createDigest(): Digest {
  const hash = createHash('sha256')
  return {
    update: (bytes) => void hash.update(bytes),
    value: () => `sha256:${hash.digest('hex')}`,
  }
}

/** Refuses what is not what was written: a chunk is missing or another one. */
export function refuseDamaged(blobId: string, digest: Digest, written: string): void {
  if (digest.value() === written) return
  throw new AppError(
    'bug',
    `The kept result ${blobId} is not what was written. Restore the database from a backup, or run again.`,
  )
}
