import type { JsonValue } from '@/server/kernel/json'

/** A value that is kept apart from the log because of its size. */
export interface BlobReference {
  blobId: string
  bytes: number
}

/** What a row holds in place of such a value; nothing for any other value. */
export function blobReferenceOf(value: JsonValue | undefined): BlobReference | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const { $blob: blobId, bytes, digest } = value
  const isReference =
    typeof blobId === 'string' &&
    typeof bytes === 'number' &&
    typeof digest === 'string' &&
    Object.keys(value).length === 3
  return isReference ? { blobId, bytes } : undefined
}

/** Whether a row holds a value only as nobody can read it: the step is `sensitive`. */
export function isSealed(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return typeof value.$sealed === 'string' && Object.keys(value).length === 1
}

/** `640 KiB`, `3.2 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`
  const kib = bytes / 1_024
  if (kib < 1_024) return `${Math.round(kib)} KiB`
  return `${(kib / 1_024).toFixed(1)} MiB`
}
