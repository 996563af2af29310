import { Worker } from 'node:worker_threads'
import type { SandboxTask, TaskResult, ThreadMessage } from './protocol'

/** After the deadline QuickJS gets this long to stop by itself; then its thread is ended. */
const GRACE_MS = 250
/** Loading a thread and the engine takes a tenth of a second; on a starved machine much longer. */
const START_LIMIT_MS = 30_000

/** One worker thread: runs one task at a time. A thread that failed is dead and must be replaced. */
export interface SandboxThread {
  readonly isDead: boolean
  run(task: SandboxTask, signal: AbortSignal | undefined): Promise<TaskResult>
  end(): Promise<void>
}

export function startThread(workerUrl: URL): SandboxThread {
  const worker = new Worker(workerUrl, {
    env: {},
    execArgv: [],
    // Whatever the process has been given for itself.
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 48 },
  })
  let isDead = false
  let settle: ((result: TaskResult) => void) | undefined
  let running: SandboxTask | undefined
  let timer: NodeJS.Timeout | undefined

  // An idle thread must not keep the process alive.
  worker.unref()
  worker.on('message', (message: ThreadMessage) => {
    if (running === undefined || message.id !== running.id) return
    if (message.kind === 'done') finish(message.result)
    else arm(running.timeoutMs + GRACE_MS, timedOut(running))
  })
  worker.on('error', (error) => {
    const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    kill(
      isMemory ? failed('memory_exceeded', 'It needed more memory than there is.') : crashed(error.message),
    )
  })
  worker.on('exit', () => kill(crashed('its thread ended')))

  function finish(result: TaskResult): void {
    clearTimeout(timer)
    const done = settle
    settle = undefined
    running = undefined
    worker.unref()
    done?.(result)
  }

  function kill(result: TaskResult): void {
    isDead = true
    finish(result)
    void worker.terminate()
  }

  function arm(afterMs: number, result: TaskResult): void {
    clearTimeout(timer)
    timer = setTimeout(() => kill(result), afterMs)
  }

  return {
    get isDead() {
      return isDead
    },
    async run(task, signal) {
      const cancelled = failed('cancelled', 'It was cancelled.')
      if (signal?.aborted) return cancelled
      const onAbort = () => kill(cancelled)
      signal?.addEventListener('abort', onAbort, { once: true })
      try {
        return await new Promise<TaskResult>((resolve) => {
          settle = resolve
          running = task
          worker.ref()
          arm(START_LIMIT_MS, crashed('its thread did not start'))
          worker.postMessage(task)
        })
      } finally {
        signal?.removeEventListener('abort', onAbort)
      }
    },
    async end() {
      kill(failed('cancelled', 'The sandbox is closed.'))
      await worker.terminate()
    },
  }
}

function failed(code: string, message: string): TaskResult {
  return { ok: false, code, message, logs: [] }
}

function timedOut(task: SandboxTask): TaskResult {
  return failed('timeout', `It did not finish within ${task.timeoutMs} ms.`)
}

function crashed(why: string): TaskResult {
  return failed('sandbox_crashed', `The sandbox stopped: ${why}.`)
}
