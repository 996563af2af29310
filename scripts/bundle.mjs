// Programs of the source tree as files that Node runs by itself.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { root } from './data-directory.mjs'

/**
 * Bundles each entry into `<name>.mjs` in the folder; packages stay outside. Throws what esbuild says.
 * @param {Record<string, string>} entryPoints Sources by name, relative to the root.
 * @param {string} folder
 */
export async function bundle(entryPoints, folder) {
  const esbuild = await import('esbuild')
  try {
    await esbuild.build({
      absWorkingDir: root,
      entryPoints,
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'esm',
      sourcemap: true,
      logLevel: 'silent',
    })
  } finally {
    await esbuild.stop()
  }
  copyWorkers(folder)
}

/** Code that starts a worker thread names a file beside itself, which in a bundle is beside the bundle. */
function copyWorkers(folder) {
  mkdirSync(folder, { recursive: true })
  for (const entry of readdirSync(path.join(root, 'server'), { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.mjs')) continue
    copyFileSync(path.join(entry.parentPath, entry.name), path.join(folder, entry.name))
  }
}
