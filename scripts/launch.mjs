// Prepares the checkout, then becomes the server: one process, one owner of signals.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { endCommandsOnSignals } from './commands.mjs'
import { root } from './data-directory.mjs'
import { becomeInstance, describeInstance, runningInstance } from './instance.mjs'
import { prepareBuild, preparePackages } from './prepare.mjs'
import { bold, dim, print } from './progress.mjs'

const USAGE = `npm start                   start Pawl; installs and builds what is missing
npm start -- --owner-link   print a fresh link that makes the first owner, also while Pawl runs
npm run dev                 start from source, with reloading

The README lists the environment variables.`
const OPTIONS = ['--owner-link', '--dev', '--help']

/** @param {string[]} args */
export async function launch(args) {
  process.chdir(root)
  try {
    const unknown = args.find((arg) => !OPTIONS.includes(arg))
    if (unknown) throw new Error(`Unknown option ${unknown}.\n\n${USAGE}`)
    if (args.includes('--help')) print(USAGE)
    else await prepareAndServe(args.includes('--dev'), args.includes('--owner-link'))
  } catch (error) {
    print()
    console.error(error.message)
    process.exit(1)
  }
}

async function prepareAndServe(isDev, wantsOwnerLink) {
  const running = runningInstance()
  if (running && !wantsOwnerLink) throw new Error(describeInstance(running))
  if (!running) {
    print()
    print(`${bold('Pawl')} ${dim(version())}`)
    print()
    const other = await becomeInstance()
    if (other) throw new Error(describeInstance(other))
    const stopListening = endCommandsOnSignals()
    await (isDev ? preparePackages() : prepareBuild())
    stopListening()
  }
  // React and Next choose their builds by this when they are loaded.
  process.env.NODE_ENV = isDev ? 'development' : 'production'
  await (isDev || !existsSync(path.join(root, 'dist/server.mjs')) ? serveSource() : serveBundle())
}

function serveBundle() {
  return import(pathToFileURL(path.join(root, 'dist/server.mjs')).href)
}

async function serveSource() {
  const { register } = await import('tsx/esm/api')
  register()
  return import(pathToFileURL(path.join(root, 'server.ts')).href)
}

function version() {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version
}
