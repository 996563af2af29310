// npm run bench:engine [-- --json FILE]: plain Node, for nothing may be installed yet.
import '../../scripts/node-version.mjs'
import path from 'node:path'
import { root } from '../../scripts/data-directory.mjs'
import { preparePackages } from '../../scripts/prepare.mjs'
import { print } from '../../scripts/progress.mjs'
import { readOptions, USAGE } from './options.mjs'

try {
  const options = readOptions(process.argv.slice(2))
  if (options === 'help') print(USAGE)
  else {
    print()
    const json = options.json && path.resolve(options.json)
    process.chdir(root)
    await preparePackages()
    const { bench } = await import('./bench.mjs')
    if (!(await bench({ ...options, json }))) process.exitCode = 1
  }
} catch (error) {
  print()
  console.error(error.message)
  process.exitCode = 1
}
