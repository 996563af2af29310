// Where one instance keeps what it must find again.
import path from 'node:path'
import { fileURLToPath } from 'node:url'

// This file runs from scripts/ and, bundled, from dist/: the checkout is one level up from both.
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/** `.pawl` in the checkout, or PAWL_DATA_DIR (relative to the checkout). */
export function dataDirectory() {
  return path.resolve(root, process.env.PAWL_DATA_DIR || '.pawl')
}
