// Builds the app (Next) and the server that runs it (one bundle), when sources changed.
import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { bundle } from './bundle.mjs'
import { runPackage } from './commands.mjs'
import { root } from './data-directory.mjs'
import { fingerprintSources, readStamp, writeStamp } from './fingerprint.mjs'

const STAMP = 'dist/build'
const RESULTS = ['.next/BUILD_ID', 'dist/server.mjs']

/** @param {typeof import('./progress.mjs').phase} show */
export async function ensureBuilt(show) {
  const wanted = fingerprintSources()
  if (readStamp(STAMP) === wanted && RESULTS.every((file) => existsSync(path.join(root, file)))) return
  rmSync(path.join(root, STAMP), { force: true }) // an interrupted build must not pass for a finished one
  await show('Build', async () => {
    await Promise.all([buildApp(), bundleServer()])
  })
  writeStamp(STAMP, wanted)
}

async function buildApp() {
  const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  const { code, output } = await runPackage('next/dist/bin/next', ['build'], { env })
  if (code !== 0) throw new Error(`next build failed:\n${output}`)
}

async function bundleServer() {
  try {
    await bundle({ server: 'server.ts' }, path.join(root, 'dist'))
  } catch (error) {
    throw new Error(`The server could not be bundled:\n${error.message}`)
  }
}
