import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { root } from '../../scripts/data-directory.mjs'

/** Where bundles lie: the server finds what belongs to it one level up, and its threads' files beside itself. */
const FOLDER = path.join(root, 'dist')

export interface WorkerBundle {
  server: string
  probe: string
}

let bundled: Promise<WorkerBundle> | undefined

/** The server as it is delivered, of the sources as they are now: it starts in a fraction of the time. */
export function bundleWorker(): Promise<WorkerBundle> {
  bundled ??= bundle()
  return bundled
}

async function bundle(): Promise<WorkerBundle> {
  await build({
    absWorkingDir: root,
    entryPoints: { 'deep-server': 'server.ts', 'deep-probe': 'inngest/testing/worker-probe.ts' },
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
  mkdirSync(FOLDER, { recursive: true })
  for (const entry of readdirSync(path.join(root, 'server'), { withFileTypes: true, recursive: true }))
    if (entry.isFile() && entry.name.endsWith('.mjs'))
      copyFileSync(path.join(entry.parentPath, entry.name), path.join(FOLDER, entry.name))
  return { server: path.join(FOLDER, 'deep-server.mjs'), probe: path.join(FOLDER, 'deep-probe.mjs') }
}
