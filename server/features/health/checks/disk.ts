import { statfs } from 'node:fs/promises'
import path from 'node:path'
import { env } from '@/server/platform/env'
import type { HealthCheck, HealthStatus } from '../schema'

const TIGHT_BYTES = 1_000_000_000
const FULL_BYTES = 100_000_000

/** Whether there is room where this process keeps its data: with the embedded Postgres, the database. */
export async function checkDisk(): Promise<HealthCheck | undefined> {
  const folder = path.resolve(env().PAWL_DATA_DIR)
  try {
    const { bavail, bsize } = await statfs(folder)
    return describeDisk(bavail * bsize)
  } catch (error) {
    // A process with a database and keys of its own has no such folder.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

export function describeDisk(freeBytes: number): HealthCheck {
  const free = `${(freeBytes / 1e9).toFixed(1)} GB free in PAWL_DATA_DIR`
  const about = (status: HealthStatus, message: string) => ({
    name: 'disk',
    status,
    message,
    figures: { freeBytes },
  })
  if (freeBytes < FULL_BYTES)
    return about('failing', `Only ${free}: Postgres stops when nothing is left. Make room now.`)
  if (freeBytes < TIGHT_BYTES) return about('degraded', `Only ${free}. Make room, or shorten retention.`)
  return about('ok', `${free}.`)
}
