// What the operating system says about a process, and which ports are free.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import net from 'node:net'

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
  return !isZombie(pid)
}

/**
 * The command line of a process; undefined where it cannot be told.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function processCommand(pid) {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return undefined
  }
}

/**
 * Tells one process from a later one with the same number; undefined where it cannot be told.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function processBirth(pid) {
  try {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot}:${statFields(pid)[19]}` // field 22: start time since boot
  } catch {
    return undefined
  }
}

/**
 * Whether nothing listens on the port, on either loopback address.
 * @param {number} port
 */
export async function isPortFree(port) {
  const answers = await Promise.all(['127.0.0.1', '::1'].map((host) => answersAt(host, port)))
  return !answers.includes(true) && (await mayListen(port))
}

/**
 * The first free port at or after `port`.
 * @param {number} port
 */
export async function nextFreePort(port) {
  for (let candidate = port; candidate < port + 200 && candidate < 65_536; candidate++)
    if (await isPortFree(candidate)) return candidate
  throw new Error(`No free port between ${port} and ${port + 199}.`)
}

function isZombie(pid) {
  if (process.platform !== 'linux') return false
  try {
    return statFields(pid)[0] === 'Z'
  } catch {
    return false
  }
}

// The second field is the command in parentheses and may hold spaces: count from behind it.
function statFields(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

function answersAt(host, port) {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: 500 })
    const end = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
  })
}

function mayListen(port) {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
