// Files of one instance that nobody else may read: passwords, keys, ports.
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'

/**
 * The parsed file, or undefined where there is none.
 * @param {string} file
 */
export function readPrivateJson(file) {
  let text
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${file} is not valid JSON. Restore it from a backup.`, { cause: error })
  }
}

/**
 * Replaces the file in one step: a reader sees the old content or the new one.
 * @param {string} file
 * @param {unknown} value
 */
export function writePrivateJson(file, value) {
  const draft = writeDraft(file, value)
  renameSync(draft, file)
}

/**
 * Writes the file unless there is one. Of two processes exactly one gets `true`.
 * @param {string} file
 * @param {unknown} value
 */
export function createPrivateJson(file, value) {
  const draft = writeDraft(file, value)
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/**
 * Others may pass through the directory (Postgres runs as another user when we are root), never list it.
 * @param {string} directory
 */
export function makeDataDirectory(directory) {
  if (mkdirSync(directory, { recursive: true, mode: 0o711 })) chmodSync(directory, 0o711) // whatever the umask
  return directory
}

function writeDraft(file, value) {
  makeDataDirectory(path.dirname(file))
  const draft = `${file}.${process.pid}.new`
  const descriptor = openSync(draft, 'w', 0o600)
  try {
    writeSync(descriptor, `${JSON.stringify(value, null, 2)}\n`)
    fsyncSync(descriptor) // a power cut must not leave an empty file where a password was
  } finally {
    closeSync(descriptor)
  }
  return draft
}
