import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bundleWorker } from './worker-bundle'
import type { MemoryAnswer, ProbeRequest } from './worker-probe'

export interface WorkerProcess {
  /** Starts it and waits until it works. */
  start(): Promise<void>
  /** `kill -9`. */
  kill(): Promise<void>
  remove(): void
  isAlive(): boolean
  /** Each time that it ended of itself after it had begun to work: what it said last. */
  failures(): readonly string[]
  pid(): number
  /** Sets its wall clock wrong; the database's stays. */
  turnClock(offByMs: number): void
  memory(): Promise<MemoryAnswer>
}

const READY_WITHIN_MS = 60_000
const ANSWERS_WITHIN_MS = 10_000
const LAST_WORDS = 3_000

/** The part of the product that executes runs (`PAWL_ROLE=worker`), on the database of this test. */
export function createWorkerProcess(environment: { allowedHosts: string }): WorkerProcess {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'pawl-deep-'))
  const failures: string[] = []
  let child: ChildProcess | undefined
  const isAlive = () => child !== undefined && child.exitCode === null && child.signalCode === null
  const alive = (): ChildProcess => {
    if (!child || !isAlive()) throw new Error(`The worker does not run. ${failures.at(-1) ?? ''}`)
    return child
  }
  const say = (request: ProbeRequest) => alive().send(request)
  return {
    async start() {
      const started = await spawnWorker(dataDirectory, environment.allowedHosts)
      child = started
      const lastWords = await untilWorking(started)
      started.once('exit', (code, signal) => {
        if (signal !== 'SIGKILL') failures.push(`It ended with ${code ?? signal}:\n${lastWords()}`)
      })
    },
    async kill() {
      const ended = child
      if (!ended || !isAlive()) return
      await new Promise<void>((resolve) => {
        ended.once('exit', () => resolve())
        ended.kill('SIGKILL')
      })
    },
    remove: () => rmSync(dataDirectory, { recursive: true, force: true }),
    isAlive,
    failures: () => failures,
    pid: () => alive().pid ?? 0,
    turnClock: (offByMs) => void say({ ask: 'clock', offByMs }),
    memory() {
      const asked = alive()
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('The worker does not answer.')), ANSWERS_WITHIN_MS)
        asked.once('message', (message) => {
          clearTimeout(timer)
          resolve(message as MemoryAnswer) // the only message that the probe sends
        })
        say({ ask: 'memory' })
      })
    },
  }
}

async function spawnWorker(dataDirectory: string, allowedHosts: string): Promise<ChildProcess> {
  const { server, probe } = await bundleWorker()
  return spawn(process.execPath, ['--enable-source-maps', '--expose-gc', '--import', probe, server], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PAWL_ROLE: 'worker',
      PAWL_DATA_DIR: dataDirectory,
      PAWL_ALLOWED_HOSTS: allowedHosts,
      PAWL_LOG_LEVEL: process.env.PAWL_LOG_LEVEL ?? 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/** Gives what tells, later on, what it said last. */
function untilWorking(child: ChildProcess): Promise<() => string> {
  return new Promise((resolve, reject) => {
    let output = ''
    let isWorking = false
    const fail = (why: string) => reject(new Error(`The worker ${why}:\n${output}`))
    const timer = setTimeout(() => fail('did not become ready'), READY_WITHIN_MS)
    const hear = (chunk: Buffer) => {
      output += chunk.toString()
      isWorking ||= output.includes('Working')
      output = output.slice(-LAST_WORDS)
      if (!isWorking) return
      clearTimeout(timer)
      resolve(() => output)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      fail(`ended with ${code ?? signal}`)
    })
  })
}
