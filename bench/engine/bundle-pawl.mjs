// Pawl is measured as it is delivered: bundled, with its worker threads' files beside it.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../scripts/data-directory.mjs'

const FOLDER = path.join(root, 'dist/bench')

/** @returns {Promise<string>} the file to run */
export async function bundlePawl() {
  const esbuild = await import('esbuild')
  try {
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: ['bench/engine/subjects/pawl.ts', 'bench/engine/subjects/pawl-worker.ts'],
      outdir: FOLDER,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'esm',
      sourcemap: true,
      logLevel: 'silent',
    })
  } catch (error) {
    throw new Error(`Pawl could not be bundled for the bench:\n${error.message}`)
  } finally {
    await esbuild.stop()
  }
  copyWorkers()
  return path.join(FOLDER, 'pawl.mjs')
}

function copyWorkers() {
  mkdirSync(FOLDER, { recursive: true })
  for (const entry of readdirSync(path.join(root, 'server'), { withFileTypes: true, recursive: true }))
    if (entry.isFile() && entry.name.endsWith('.mjs'))
      copyFileSync(path.join(entry.parentPath, entry.name), path.join(FOLDER, entry.name))
}
