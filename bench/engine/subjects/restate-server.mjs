import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { nextFreePort } from '../../../scripts/processes.mjs'

const READY_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 10_000
const OUTPUT_CHARS = 6_000

/**
 * Starts Restate's server with its defaults: only its ports and its folder are ours. It syncs its log to the
 * disk unless told otherwise, as Postgres does.
 * @param {string} directory where it keeps its data
 */
export async function startRestateServer(directory) {
  mkdirSync(directory, { recursive: true })
  const [node, ingress, admin] = await freePorts(3)
  const child = spawn(binary(), ['--base-dir', directory, '--no-logo', '--listen-mode', 'tcp'], {
    env: {
      ...process.env,
      RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
      RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}/`,
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
      RESTATE_NODE_NAME: 'bench',
      RESTATE_LOG_FILTER: 'warn',
      RESTATE_DISABLE_TELEMETRY: 'true',
      DO_NOT_TRACK: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (chunk) => {
    output = (output + chunk).slice(-OUTPUT_CHARS)
  }
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', collect)
  child.once('error', (error) => collect(`${error.message}\n`))
  // However this process ends, the server ends with it.
  process.once('exit', () => child.kill('SIGKILL'))
  await isReady(`http://127.0.0.1:${admin}/health`, child, () => output)
  await isReady(`http://127.0.0.1:${ingress}/restate/health`, child, () => output)
  return {
    ingressUrl: `http://127.0.0.1:${ingress}`,
    register: (uri) => register(`http://127.0.0.1:${admin}/deployments`, uri),
    stop: () => stop(child),
  }
}

function binary() {
  const name = `@restatedev/restate-server-${process.platform}-${process.arch}`
  try {
    return createRequire(import.meta.url).resolve(`${name}/bin/restate-server`)
  } catch (error) {
    throw new Error(`There is no Restate server for ${process.platform}-${process.arch} (${name}).`, {
      cause: error,
    })
  }
}

async function freePorts(count) {
  const ports = []
  let next = 24_000 + Math.floor(Math.random() * 6_000)
  for (; ports.length < count; next += 1) {
    next = await nextFreePort(next)
    ports.push(next)
  }
  return ports
}

async function isReady(url, child, output) {
  const deadline = performance.now() + READY_TIMEOUT_MS
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
      throw new Error(`Restate's server did not start:\n${output()}`)
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await sleep(50)
  }
  throw new Error(`Restate's server was not ready after ${READY_TIMEOUT_MS / 1_000} s:\n${output()}`)
}

async function register(url, uri) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ uri }),
  })
  if (!answer.ok) throw new Error(`Restate refused the handlers (${answer.status}): ${await answer.text()}`)
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await ended
  clearTimeout(timer)
}
