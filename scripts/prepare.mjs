// From a bare checkout to something that runs: packages, database client, build.
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureBuilt } from './build.mjs'
import { root } from './data-directory.mjs'
import { ensureGenerated, ensureInstalled } from './install.mjs'
import { releaseLock, takeLock } from './process-lock.mjs'
import { phase, say } from './progress.mjs'

/** Installs and generates. */
export function preparePackages() {
  return oneAtATime(async () => {
    await ensureInstalled()
    await ensureGenerated()
  })
}

/**
 * Installs, generates and builds.
 * @param {typeof phase} [show]
 */
export function prepareBuild(show = phase) {
  return oneAtATime(async () => {
    await ensureInstalled()
    await ensureGenerated()
    await ensureBuilt(show)
  })
}

// Two commands in one checkout would write over each other's node_modules and .next.
async function oneAtATime(work) {
  const lock = path.join(root, '.pawl', 'prepare.json')
  for (let isFirst = true; ; isFirst = false) {
    const holder = await takeLock(lock)
    if (!holder) break
    if (isFirst) say(`Process ${holder.pid} is installing or building in this checkout; waiting for it`)
    await sleep(500)
  }
  try {
    await work()
  } finally {
    releaseLock(lock)
  }
}
