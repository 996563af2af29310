// A folder on a disk: what is kept in memory commits in no time, and says nothing.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { endPostgres, makeReachable, runningPostgres } from '../../scripts/postgres.mjs'
import { isAlive } from '../../scripts/processes.mjs'

const PREFIX = 'pawl-bench-'
const IN_MEMORY = new Map([
  [0x01021994, 'tmpfs'],
  [0x858458f6, 'ramfs'],
])

/**
 * @param {string | undefined} wanted
 * @returns {Promise<{ base: string, remove(): void }>}
 */
export async function choosePlace(wanted) {
  const parents = wanted === undefined ? ['/var/tmp', os.tmpdir()] : [path.resolve(wanted)]
  if (wanted !== undefined) mkdirSync(parents[0], { recursive: true })
  const parent = parents.find((folder) => kindOf(folder) === undefined && exists(folder))
  if (parent === undefined)
    throw new Error(
      `${parents.join(' and ')} keep files in memory. Name a folder on a disk: --directory DIR.`,
    )
  await removeLeftovers(parent)
  const base = mkdtempSync(path.join(parent, `${PREFIX}${process.pid}-`))
  makeReachable(base)
  return { base, remove: () => rmSync(base, { recursive: true, force: true }) }
}

// A bench that was killed could not clean up after itself.
async function removeLeftovers(parent) {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(PREFIX) || isAlive(Number.parseInt(name.slice(PREFIX.length), 10))) continue
    const base = path.join(parent, name)
    try {
      const running = runningPostgres(path.join(base, 'postgres'))
      if (running) await endPostgres(running.pid)
      rmSync(base, { recursive: true, force: true })
    } catch (error) {
      if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error // another user's
    }
  }
}

function kindOf(folder) {
  return exists(folder) ? IN_MEMORY.get(statfsSync(folder).type) : undefined
}

function exists(folder) {
  try {
    statfsSync(folder)
    return true
  } catch {
    return false
  }
}
