// Pawl is measured as it is delivered: bundled, with its worker threads' files beside it.
import path from 'node:path'
import { bundle } from '../../scripts/bundle.mjs'
import { root } from '../../scripts/data-directory.mjs'

const FOLDER = path.join(root, 'dist/bench')

/** @returns {Promise<string>} the file to run */
export async function bundlePawl() {
  const folder = 'bench/engine/subjects'
  try {
    await bundle({ pawl: `${folder}/pawl.ts`, 'pawl-worker': `${folder}/pawl-worker.ts` }, FOLDER)
  } catch (error) {
    throw new Error(`Pawl could not be bundled for the bench:\n${error.message}`)
  }
  return path.join(FOLDER, 'pawl.mjs')
}
