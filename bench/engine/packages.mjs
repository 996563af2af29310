import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { runNpm } from '../../scripts/commands.mjs'

const HERE = path.dirname(fileURLToPath(import.meta.url))

/** Installs the peers where they are missing, or of other versions than the lock file says. */
export async function installPeers() {
  if (isInstalled()) return
  const args = ['ci', '--prefix', HERE, '--ignore-scripts', '--no-audit', '--no-fund']
  const { code, output } = await runNpm(args)
  if (code !== 0) throw new Error(`npm could not install the peers in ${HERE}:\n${output.trim()}`)
}

/** @returns {Record<string, string>} versions by package */
export function peerVersions() {
  return readJson('package.json')?.dependencies ?? {}
}

function isInstalled() {
  return Object.entries(peerVersions()).every(
    ([name, version]) => readJson(path.join('node_modules', name, 'package.json'))?.version === version,
  )
}

function readJson(file) {
  const found = path.join(HERE, file)
  return existsSync(found) ? JSON.parse(readFileSync(found, 'utf8')) : undefined
}
