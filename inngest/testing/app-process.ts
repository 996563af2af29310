import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface AppProcess {
  /** Starts it and waits until it answers. */
  start(): Promise<void>
  /** `kill -9`. */
  kill(): Promise<void>
  remove(): void
}

const READY_WITHIN_MS = 120_000

/** The product as `npm start` runs it, on the database of this test. */
export function createApp(environment: { port: number; allowedHosts: string }): AppProcess {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'pawl-deep-'))
  let child: ChildProcess | undefined
  return {
    async start() {
      let output = ''
      child = spawn(process.execPath, ['scripts/start.mjs'], {
        env: {
          ...process.env,
          NODE_ENV: 'production',
          PORT: String(environment.port),
          PAWL_DATA_DIR: dataDirectory,
          PAWL_ALLOWED_HOSTS: environment.allowedHosts,
          PAWL_LOG_LEVEL: 'warn',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
      child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
      const until = Date.now() + READY_WITHIN_MS
      while (!(await answers(environment.port))) {
        if (child.exitCode !== null)
          throw new Error(`The app ended with ${child.exitCode}:\n${output.slice(-3_000)}`)
        if (Date.now() > until) throw new Error(`The app did not become ready:\n${output.slice(-3_000)}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
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

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/api/health`)).ok
  } catch {
    return false
  }
}
