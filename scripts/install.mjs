// Installs packages and generates the database client, each only when something changed.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { runNpm, runPackage } from './commands.mjs'
import { root } from './data-directory.mjs'
import { fingerprintFiles, readStamp, writeStamp } from './fingerprint.mjs'
import { phase } from './progress.mjs'

const INSTALL_STAMP = 'node_modules/.pawl-install'
const GENERATE_STAMP = 'node_modules/.pawl-generate'
const CLIENT = 'server/platform/db/generated/client.ts'

/** After `npm ci --omit=dev` or `--ignore-scripts`, with NODE_ENV=production, or with nothing there at all. */
export async function ensureInstalled() {
  const wanted = fingerprintFiles(['package-lock.json'])
  if (readStamp(INSTALL_STAMP) === wanted) return
  if (!holdsLockedPackages())
    await phase('Packages', async (note) => {
      note('npm ci')
      const { code, output } = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund'])
      if (code !== 0) throw new Error(`npm ci failed:\n${output}`)
    })
  writeStamp(INSTALL_STAMP, wanted)
}

export async function ensureGenerated() {
  const wanted = fingerprintFiles(['prisma/schema', 'prisma.config.ts', 'node_modules/prisma/package.json'])
  if (readStamp(GENERATE_STAMP) === wanted && existsSync(path.join(root, CLIENT))) return
  await phase('Database client', async () => {
    const { code, output } = await runPackage('prisma/build/index.js', ['generate'])
    if (code !== 0) throw new Error(`prisma generate failed:\n${output}`)
  })
  writeStamp(GENERATE_STAMP, wanted)
}

// npm writes down what it installed: a folder filled by hand with `npm ci` need not be filled again.
function holdsLockedPackages() {
  const installed = readPackages('node_modules/.package-lock.json')
  if (!installed) return false
  return Object.entries(readPackages('package-lock.json') ?? {}).every(
    ([name, wanted]) => name === '' || wanted.optional || installed[name]?.version === wanted.version,
  )
}

function readPackages(file) {
  const at = path.join(root, file)
  return existsSync(at) ? JSON.parse(readFileSync(at, 'utf8')).packages : undefined
}
