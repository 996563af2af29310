// First-load JavaScript of every page, gzipped, from the build's own list of chunks. By hand it prints what is in it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { root } from './data-directory.mjs'

export const LIMIT_KB = 200
const BIG_KB = 10

/**
 * @typedef {{ file: string, bytes: number }} Chunk
 * @typedef {{ route: string, bytes: number, chunks: Chunk[] }} Weight
 * @param {string} directory the checkout, built
 * @returns {Weight[]} the heaviest first
 */
export function weighRoutes(directory = root) {
  const sizes = new Map()
  const weigh = (file) => {
    if (!sizes.has(file)) sizes.set(file, gzipSync(readBuilt(directory, file)).length)
    return { file, bytes: sizes.get(file) }
  }
  const known = new Map(
    readJson(directory, '.next/diagnostics/route-bundle-stats.json').map((stats) => [
      stats.route,
      stats.firstLoadChunkPaths,
    ]),
  )
  const everywhere = readJson(directory, '.next/build-manifest.json').rootMainFiles
  return pagesOf(path.join(directory, 'app'))
    .map((route) => {
      const files = known.get(route)
      if (!files)
        throw new Error(`The build gives no figure for ${route}. Was it built after that page was added?`)
      const missing = everywhere.find((file) => !files.includes(`.next/${file}`))
      if (missing || everywhere.length === 0)
        throw new Error(
          `The build's figure for ${route} leaves out the framework (${missing ?? 'it names none'}).`,
        )
      const chunks = files.map(weigh)
      return { route, chunks, bytes: chunks.reduce((sum, { bytes }) => sum + bytes, 0) }
    })
    .sort((one, other) => other.bytes - one.bytes)
}

/** One line for each route above the limit. @param {Weight[]} weights */
export function tooHeavy(weights, limitKb = LIMIT_KB) {
  return weights
    .filter(({ bytes }) => bytes > limitKb * 1000)
    .map(
      ({ route, bytes }) =>
        `${route} loads ${kb(bytes)} kB of JavaScript at first, above the ${limitKb} kB that a route may.`,
    )
}

/** The addresses of all pages in the source, but for the gallery, which only development serves. */
export function pagesOf(appDirectory) {
  const files = readdirSync(appDirectory, { recursive: true, encoding: 'utf8' })
  const routes = files
    .filter((file) => /^page\.(tsx?|jsx?|mdx)$/.test(path.basename(file)))
    .map((file) => path.dirname(file).split(path.sep))
    .map((parts) => parts.filter((part) => part !== '.' && !/^\(.*\)$/.test(part)))
    .filter((parts) => parts[0] !== 'gallery')
    .map((parts) => `/${parts.join('/')}`)
  if (routes.length === 0) throw new Error(`${appDirectory} holds no pages.`)
  return routes
}

function readJson(directory, file) {
  return JSON.parse(readBuilt(directory, file).toString())
}

function readBuilt(directory, file) {
  const at = path.join(directory, file)
  if (!existsSync(at)) throw new Error(`${file} is not there. Build first: npm test -- --only build`)
  return readFileSync(at)
}

function kb(bytes) {
  return (bytes / 1000).toFixed(1)
}

/** @param {Weight[]} weights */
function printTable(weights) {
  for (const { route, bytes, chunks } of weights)
    console.log(`${kb(bytes).padStart(7)} kB  ${route}  (${chunks.length} chunks)`)
  const users = new Map()
  for (const { route, chunks } of weights)
    for (const { file, bytes } of chunks) {
      const chunk = users.get(file) ?? { file, bytes, routes: [] }
      chunk.routes.push(route)
      users.set(file, chunk)
    }
  console.log(`\nChunks above ${BIG_KB} kB, and who loads them:`)
  for (const { file, bytes, routes } of [...users.values()].sort((one, other) => other.bytes - one.bytes)) {
    if (bytes <= BIG_KB * 1000) continue
    const who = routes.length === weights.length ? 'every route' : routes.join(', ')
    console.log(`${kb(bytes).padStart(7)} kB  ${path.basename(file)}  ${who}`)
  }
}

function main() {
  try {
    const weights = weighRoutes()
    printTable(weights)
    const problems = tooHeavy(weights)
    if (problems.length === 0) return
    console.error(`\n${problems.join('\n')}`)
  } catch (error) {
    console.error(error.message)
  }
  process.exitCode = 1
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main()
