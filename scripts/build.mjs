// Builds the app (Next) and the server that runs it (one bundle), when sources changed.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
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
  const esbuild = await import('esbuild')
  try {
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: ['server.ts'],
      outfile: 'dist/server.mjs',
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'esm',
      sourcemap: true,
      logLevel: 'silent',
    })
  } catch (error) {
    throw new Error(`The server could not be bundled:\n${error.message}`)
  } finally {
    await esbuild.stop()
  }
  copyWorkers()
}

// Code that starts a worker thread names a file beside itself, which in the bundle is dist/.
function copyWorkers() {
  mkdirSync(path.join(root, 'dist'), { recursive: true })
  for (const entry of readdirSync(path.join(root, 'server'), { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.mjs')) continue
    copyFileSync(path.join(entry.parentPath, entry.name), path.join(root, 'dist', entry.name))
  }
}
