// A file that says which process holds something. It needs no cleaning up: a dead holder's is taken over.
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { createPrivateJson, readPrivateJson, writePrivateJson } from './private-files.mjs'
import { isAlive, processBirth } from './processes.mjs'

const SETTLE_MS = 100

/**
 * @typedef {{ pid: number, birth?: string, url?: string }} Holder
 */

/**
 * The live holder of a lock.
 * @param {string} file
 * @returns {Holder | undefined}
 */
export function lockHolder(file) {
  const holder = readHolder(file)
  if (!holder || !isAlive(holder.pid)) return undefined
  return holder.birth === processBirth(holder.pid) ? holder : undefined
}

/**
 * Takes the lock until the process ends.
 * @param {string} file
 * @returns {Promise<Holder | undefined>} who else holds it; undefined when it is ours now
 */
export async function takeLock(file) {
  const mine = { pid: process.pid, birth: processBirth(process.pid) }
  const holder = lockHolder(file)
  if (holder) return holder.pid === process.pid ? undefined : holder
  if (!createPrivateJson(file, mine)) {
    // A dead process left it. Two may take it over at once: the last to write has it, the other sees that.
    writePrivateJson(file, mine)
    await sleep(SETTLE_MS)
    const winner = lockHolder(file)
    if (winner && winner.pid !== process.pid) return winner
  }
  process.once('exit', () => releaseLock(file))
  return undefined
}

/**
 * Tells others more about the holder.
 * @param {string} file
 * @param {Partial<Holder>} more
 */
export function describeLock(file, more) {
  writePrivateJson(file, { ...readHolder(file), ...more })
}

/** @param {string} file */
export function releaseLock(file) {
  if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true })
}

// A lock that cannot be read names nobody: whoever comes next takes it over.
function readHolder(file) {
  try {
    return readPrivateJson(file)
  } catch {
    return undefined
  }
}
