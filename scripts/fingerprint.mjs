// Tells whether sources changed since they were last built, by content: a checkout changes times at will.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { dataDirectory, root } from './data-directory.mjs'

// What neither Next nor the server bundle reads. Anything unknown counts as source.
const IGNORED_DIRECTORIES = new Set([
  'node_modules',
  'dist',
  'docs',
  'e2e',
  'bench',
  'test',
  'deploy',
  'coverage',
  'playwright-report',
  'test-results',
])
const IGNORED_FILES = /(\.test\.tsx?|\.spec\.ts|\.snap|\.md|\.tsbuildinfo|\.log)$|^(next-env\.d\.ts|LICENSE)$/
const GENERATED = path.join(root, 'server/platform/db/generated') // follows from prisma/schema

/** A digest over everything a build reads. */
export function fingerprintSources() {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`)
  for (const file of listFiles(root))
    hash.update(`\0${path.relative(root, file)}\0`).update(readFileSync(file))
  return hash.digest('hex')
}

/**
 * A digest over some files and folders.
 * @param {string[]} names relative to the checkout
 */
export function fingerprintFiles(names) {
  const hash = createHash('sha256')
  for (const name of names) {
    const at = path.join(root, name)
    const files = path.extname(name) ? [at] : listFiles(at)
    for (const file of files) hash.update(`\0${path.relative(root, file)}\0`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/** @param {string} file relative to the checkout */
export function readStamp(file) {
  try {
    return readFileSync(path.join(root, file), 'utf8').trim()
  } catch {
    return undefined
  }
}

/** @param {string} file @param {string} fingerprint */
export function writeStamp(file, fingerprint) {
  const at = path.join(root, file)
  mkdirSync(path.dirname(at), { recursive: true })
  writeFileSync(at, `${fingerprint}\n`)
}

function listFiles(directory) {
  const data = dataDirectory()
  const files = []
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const at = path.join(directory, entry.name)
    if (entry.isDirectory()) {
      const isSource = !entry.name.startsWith('.') && !IGNORED_DIRECTORIES.has(entry.name)
      if (isSource && at !== GENERATED && at !== data) files.push(...listFiles(at))
    } else if (entry.isFile() && !entry.name.startsWith('.') && !IGNORED_FILES.test(entry.name))
      files.push(at)
  }
  return files.sort()
}
