// Runs other programs so that none outlives us: each leads a process group of its own, which ends with us.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from './data-directory.mjs'

const isWindows = process.platform === 'win32'
const running = new Set()
let isEnding = false
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }
/** What runs may have servers of its own to stop. */
const GRACE_MS = 6_000
const MAX_OUTPUT = 4_000_000

/**
 * @typedef {{ code: number, output: string }} Outcome
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, timeoutMs?: number }} [options]
 * @returns {Promise<Outcome>} code 127: it could not be started
 */
export function runCommand(command, args, { env = {}, timeoutMs } = {}) {
  return new Promise((resolve) => {
    if (isEnding) return // nothing goes on behind the signal that ends us
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      detached: !isWindows,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.add(child)
    let output = ''
    const collect = (text) => {
      output = (output + text).slice(-MAX_OUTPUT)
    }
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)
    const timer =
      timeoutMs &&
      setTimeout(() => {
        collect(`\nStopped after ${timeoutMs / 1000} s.\n`)
        endGroup(child, 'SIGKILL')
      }, timeoutMs)
    const end = (code, text = '') => {
      clearTimeout(timer)
      running.delete(child)
      if (!isEnding) resolve({ code, output: output + text })
    }
    child.once('error', (error) => end(127, `${command}: ${error.message}\n`))
    child.once('close', (code, signal) => end(code ?? 1, signal ? `\nEnded by ${signal}.\n` : ''))
  })
}

/**
 * Runs a program of an installed package with this Node.
 * @param {string} file within node_modules
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, timeoutMs?: number }} [options]
 */
export function runPackage(file, args, options) {
  return runCommand(process.execPath, [path.join('node_modules', file), ...args], options)
}

/**
 * Runs npm: the one that runs us, else the one on the PATH.
 * @param {string[]} args
 */
export function runNpm(args) {
  const cli = process.env.npm_execpath
  if (cli && existsSync(cli) && /\.c?js$/.test(cli)) return runCommand(process.execPath, [cli, ...args])
  return runCommand(isWindows ? 'npm.cmd' : 'npm', args)
}

/** Until the returned function is called, a signal ends what runs and then us. */
export function endCommandsOnSignals() {
  const end = async (signal) => {
    isEnding = true
    for (const child of running) endGroup(child, 'SIGTERM')
    const deadline = Date.now() + GRACE_MS
    while (running.size > 0 && Date.now() < deadline) await sleep(20)
    for (const child of running) endGroup(child, 'SIGKILL')
    process.exit(EXIT_CODES[signal])
  }
  for (const signal of Object.keys(EXIT_CODES)) process.on(signal, end)
  return () => {
    for (const signal of Object.keys(EXIT_CODES)) process.off(signal, end)
  }
}

function endGroup(child, signal) {
  if (child.pid === undefined) return
  try {
    process.kill(isWindows ? child.pid : -child.pid, signal)
  } catch {
    // It has ended already.
  }
}
