// Finds a Chromium that Playwright can drive, or installs one.
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { runCommand, runPackage } from './commands.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const INSTALL_TIMEOUT_MS = 300_000

/** @typedef {{ path: string, origin: string }} Browser */

/**
 * The first Chromium that starts; installs one where there is none.
 * @returns {Promise<Browser>}
 */
export async function ensureChromium() {
  const { chromium } = await import('@playwright/test')
  const tried = []
  const attempts = [givenChromium, downloadedChromium, systemChromium, downloadChromium, installPackage]
  for (const attempt of attempts) {
    const found = await attempt(chromium, tried)
    if (!found) continue
    const fault = await launchFault(chromium, found.path)
    if (!fault) return found
    tried.push(`${found.path} (${found.origin}) does not start: ${fault}`)
  }
  throw new Error(
    `No Chromium for the browser tests. Install one, or set PLAYWRIGHT_CHROMIUM_PATH.\n${tried.join('\n')}`,
  )
}

/**
 * A Chromium that is there already.
 * @param {import('@playwright/test').BrowserType} chromium
 * @returns {Browser | undefined}
 */
export function findChromium(chromium) {
  return givenChromium() ?? downloadedChromium(chromium) ?? systemChromium()
}

function givenChromium() {
  const given = process.env.PLAYWRIGHT_CHROMIUM_PATH
  if (!given) return undefined
  if (!isExecutable(given)) throw new Error(`PLAYWRIGHT_CHROMIUM_PATH=${given} is not executable.`)
  return { path: given, origin: 'PLAYWRIGHT_CHROMIUM_PATH' }
}

function downloadedChromium(chromium) {
  const found = chromium.executablePath()
  return isExecutable(found) ? { path: found, origin: "Playwright's own" } : undefined
}

function systemChromium() {
  const found = findOnPath(NAMES)
  return found ? { path: found, origin: 'of the system' } : undefined
}

async function downloadChromium(chromium, tried) {
  const { code, output } = await runPackage('@playwright/test/cli.js', ['install', 'chromium'], {
    timeoutMs: INSTALL_TIMEOUT_MS,
  })
  if (code === 0) return downloadedChromium(chromium)
  tried.push(`npx playwright install chromium failed: ${lastLine(output)}`)
  return undefined
}

async function installPackage(_chromium, tried) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !findOnPath(['apt-get'])) return undefined
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: INSTALL_TIMEOUT_MS }
  await runCommand('apt-get', ['update'], options)
  const install = ['install', '-y', '--no-install-recommends', 'chromium']
  const { code, output } = await runCommand('apt-get', install, options)
  if (code !== 0) tried.push(`apt-get install chromium failed: ${lastLine(output)}`)
  return systemChromium()
}

/** A download can lack the system's libraries. */
async function launchFault(chromium, executablePath) {
  try {
    const browser = await chromium.launch({ executablePath, timeout: 30_000 })
    await browser.close()
    return undefined
  } catch (error) {
    return lastLine(error.message)
  }
}

function findOnPath(names) {
  const directories = (process.env.PATH ?? '').split(path.delimiter)
  return directories.flatMap((at) => names.map((name) => path.join(at, name))).find(isExecutable)
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? ''
}
