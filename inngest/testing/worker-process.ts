import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AppProcess } from './app-process'

const READY_WITHIN_MS = 60_000

/** The part of the product that executes runs (`PAWL_ROLE=worker`), from source, on the database of this test. */
export function createWorkerProcess(environment: { allowedHosts: string }): AppProcess {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'pawl-deep-'))
  let child: ChildProcess | undefined
  return {
    async start() {
      const started = spawn(process.execPath, ['--import', 'tsx', 'server.ts'], {
        env: {
          ...process.env,
          NODE_ENV: 'production',
          PAWL_ROLE: 'worker',
          PAWL_DATA_DIR: dataDirectory,
          PAWL_ALLOWED_HOSTS: environment.allowedHosts,
          PAWL_LOG_LEVEL: 'warn',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = started
      await isWorking(started)
    },
    async kill() {
      const ended = child
      if (!ended || ended.exitCode !== null || ended.signalCode !== null) return
      await new Promise<void>((resolve) => {
        ended.once('exit', () => resolve())
        ended.kill('SIGKILL')
      })
    },
    remove: () => rmSync(dataDirectory, { recursive: true, force: true }),
  }
}

function isWorking(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    const fail = (why: string) => reject(new Error(`The worker ${why}:\n${output.slice(-3_000)}`))
    const timer = setTimeout(() => fail('did not become ready'), READY_WITHIN_MS)
    const hear = (chunk: Buffer) => {
      output += chunk.toString()
      if (!output.includes('Working')) return
      clearTimeout(timer)
      resolve()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (code) => {
      clearTimeout(timer)
      fail(`ended with ${code}`)
    })
  })
}
