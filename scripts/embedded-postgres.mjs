// The Postgres of an instance: its data, port and password are found again at every start, and it is
// started anew whenever it dies.
import { createHash, randomBytes } from 'node:crypto'
import { chownSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dataDirectory, root } from './data-directory.mjs'
import {
  endPostgres,
  hasPostgresData,
  initializePostgres,
  launchPostgres,
  makeReachable,
  runningPostgres,
  SUPERUSER,
} from './postgres.mjs'
import { mayEnter, postgresBinaries, postgresUser, SYSTEM_DIRECTORY } from './postgres-binaries.mjs'
import { createDatabase, createOwner, OWNER } from './postgres-owner.mjs'
import { makeDataDirectory, readPrivateJson, writePrivateJson } from './private-files.mjs'
import { isAlive, isPortFree, nextFreePort } from './processes.mjs'
import { derivePassword, withClient } from './roles.mjs'

const MAJOR_VERSION = '18'
const DATABASE = 'pawl'
const WATCH_EVERY_MS = 250
const MAX_PAUSE_MS = 10_000
// One log file a weekday, so that logs never fill the disk.
const FLAGS = [
  'max_connections=200',
  'timezone=UTC',
  'log_timezone=UTC',
  'logging_collector=on',
  'log_filename=postgresql-%a.log',
  'log_truncate_on_rotation=on',
  'log_rotation_age=1d',
  'log_rotation_size=0',
].flatMap((flag) => ['-c', flag])

/**
 * Starts the instance's Postgres, or takes over the one that outlived its app.
 * @param {{ say?: (message: string) => void }} [options]
 * @returns {Promise<{ ownerUrl: string, directory: string, wasRunning: boolean, supervise(): void, stop(): Promise<void>, endAtOnce(): void }>}
 */
export async function openEmbeddedPostgres({ say = () => {} } = {}) {
  const place = choosePlace(say)
  const state = readState(place)
  const server = await ensureRunning(place, state, say)
  const url = (role, password, database) =>
    `postgresql://${role}:${password}@127.0.0.1:${server.port}/${database}`
  const ownerPassword = derivePassword(state.password, OWNER)
  await createOwner(url(SUPERUSER, state.password, 'postgres'), ownerPassword)
  await createDatabase(url(SUPERUSER, state.password, 'postgres'), DATABASE)
  const supervisor = createSupervisor(server, say)
  return {
    ownerUrl: url(OWNER, ownerPassword, DATABASE),
    directory: place.directory,
    wasRunning: server.wasRunning,
    supervise: supervisor.start,
    stop: supervisor.stop,
    endAtOnce: supervisor.endAtOnce,
  }
}

/** The owner's URL of an embedded Postgres that runs already; undefined where none does. */
export function runningEmbeddedUrl() {
  const state = readPrivateJson(stateFile())
  const running = state && runningPostgres(postgresDirectory())
  if (!running) return undefined
  const password = derivePassword(state.password, OWNER)
  return `postgresql://${OWNER}:${password}@127.0.0.1:${running.port}/${DATABASE}`
}

/** Where the data is: in the data directory, so that both move together, or outside where it says so. */
export function postgresDirectory() {
  return readPrivateJson(stateFile())?.outside ?? path.join(dataDirectory(), 'postgres')
}

function stateFile() {
  return path.join(dataDirectory(), 'postgres.json')
}

/** The data directory will do, unless Postgres' user cannot enter it (root's home, mode 0700). */
function choosePlace(say) {
  const base = makeDataDirectory(dataDirectory())
  const known = postgresDirectory()
  const user = postgresUser(known)
  const bin = postgresBinaries(user)
  const isOutside = path.dirname(known) !== base
  if (!isOutside && mayEnter(base, user)) return { directory: known, user, bin }
  if (!isOutside && hasPostgresData(known))
    throw new Error(
      `The user who owns the database in ${known} can no longer enter that folder: chmod a+x the way to it.`,
    )
  const outside = path.join(SYSTEM_DIRECTORY, createHash('sha256').update(base).digest('hex').slice(0, 16))
  const directory = isOutside ? known : path.join(outside, 'postgres')
  makeReachable(SYSTEM_DIRECTORY)
  makeReachable(path.dirname(directory))
  if (!isOutside) say(`Postgres runs as another user, who cannot enter ${root}; its data is in ${outside}`)
  return { directory, user, bin, outside: directory }
}

function readState({ directory, outside }) {
  const known = readPrivateJson(stateFile())
  const hasData = hasPostgresData(directory)
  if (known?.isInitialized && !hasData)
    throw new Error(
      `The database that was in ${directory} is gone. Restore it from a backup, or delete ${stateFile()} to ` +
        'start with an empty one.',
    )
  if (known) return known
  if (hasData)
    throw new Error(
      `${directory} holds a database, but its password is gone with ${stateFile()}. Restore that file from ` +
        'a backup, or move the directory away to start with an empty database.',
    )
  const state = {
    password: randomBytes(24).toString('hex'),
    // Below the range that systems hand out for outgoing connections, and never 5432.
    port: 20_000 + (randomBytes(2).readUInt16BE() % 10_000),
    ...(outside ? { outside } : {}),
  }
  writePrivateJson(stateFile(), state)
  return state
}

async function ensureRunning({ directory, user, bin }, state, say) {
  const options = { bin, directory, user, flags: FLAGS }
  const running = runningPostgres(directory)
  if (running) {
    const superuserUrl = `postgresql://${SUPERUSER}:${state.password}@127.0.0.1:${running.port}/postgres`
    if (await answers(superuserUrl)) return { ...running, wasRunning: true, options }
    await endPostgres(running.pid)
  }
  if (hasPostgresData(directory)) checkVersion(directory)
  else {
    await initializePostgres({ ...options, port: state.port, password: state.password })
    writePrivateJson(stateFile(), { ...state, isInitialized: true })
  }
  if (user.uid !== undefined && user.gid !== undefined) {
    mkdirSync(path.join(directory, 'log'), { recursive: true, mode: 0o700 })
    chownSync(path.join(directory, 'log'), user.uid, user.gid)
  }
  const port = (await isPortFree(state.port)) ? state.port : await nextFreePort(state.port + 1)
  if (port !== state.port) {
    say(`Port ${state.port} is taken; Postgres uses ${port}`)
    writePrivateJson(stateFile(), { ...state, isInitialized: true, port })
  }
  const pid = await launchPostgres({ ...options, port })
  return { pid, port, wasRunning: false, options }
}

async function answers(url) {
  try {
    await withClient(url, (client) => client.query('select 1'))
    return true
  } catch {
    return false
  }
}

function checkVersion(directory) {
  const version = readFileSync(path.join(directory, 'PG_VERSION'), 'utf8').trim()
  if (version !== MAJOR_VERSION)
    throw new Error(
      `${directory} holds data of Postgres ${version}; this Pawl brings Postgres ${MAJOR_VERSION}. ` +
        `Dump it with the Pawl that wrote it, and restore it here.`,
    )
}

// A poll rather than the child's exit event: a server taken over from an earlier app is no child of ours.
function createSupervisor(server, say) {
  let pid = server.pid
  let isStopping = false
  let restart = Promise.resolve()
  let timer
  const watch = () => {
    if (isStopping) return
    if (!isAlive(pid)) restart = revive()
    else timer = setTimeout(watch, WATCH_EVERY_MS).unref()
  }
  const revive = async () => {
    for (let pauseMs = 100; !isStopping; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      try {
        pid = await launchPostgres({ ...server.options, port: server.port })
        say('Postgres had stopped; it runs again')
        timer = setTimeout(watch, WATCH_EVERY_MS).unref()
        return
      } catch (error) {
        say(`Postgres had stopped and does not start again yet: ${error.message}`)
        await sleep(pauseMs)
      }
    }
  }
  return {
    start: () => {
      timer = setTimeout(watch, WATCH_EVERY_MS).unref()
    },
    stop: async () => {
      isStopping = true
      clearTimeout(timer)
      await restart
      await endPostgres(pid)
    },
    // For an abrupt exit of ours, where nobody can wait for it.
    endAtOnce: () => {
      isStopping = true
      if (isAlive(pid)) process.kill(pid, 'SIGINT')
    },
  }
}
