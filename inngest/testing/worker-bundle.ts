import path from 'node:path'
import { bundle } from '../../scripts/bundle.mjs'
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
  bundled ??= bundleAll()
  return bundled
}

async function bundleAll(): Promise<WorkerBundle> {
  await bundle({ 'deep-server': 'server.ts', 'deep-probe': 'inngest/testing/worker-probe.ts' }, FOLDER)
  return { server: path.join(FOLDER, 'deep-server.mjs'), probe: path.join(FOLDER, 'deep-probe.mjs') }
}
