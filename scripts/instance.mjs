// One process at a time serves one data directory in one role.
import path from 'node:path'
import { dataDirectory } from './data-directory.mjs'
import { describeLock, lockHolder, takeLock } from './process-lock.mjs'

/** The process that serves this data directory, if another one does. */
export function runningInstance() {
  const holder = lockHolder(lockFile())
  return holder && holder.pid !== process.pid ? holder : undefined
}

/** @returns {Promise<import('./process-lock.mjs').Holder | undefined>} who serves it instead of us */
export function becomeInstance() {
  return takeLock(lockFile())
}

/** @param {string} url */
export function announceUrl(url) {
  describeLock(lockFile(), { url })
}

/** @param {{ pid: number, url?: string }} instance */
export function describeInstance(instance) {
  const where = instance.url ? `at ${instance.url}` : '(it is still starting)'
  return `Pawl already runs ${where}, process ${instance.pid}, on the data in ${dataDirectory()}.`
}

function lockFile() {
  const role = process.env.PAWL_ROLE || 'all'
  return path.join(dataDirectory(), role === 'all' ? 'instance.json' : `instance-${role}.json`)
}
