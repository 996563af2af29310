import type { JsonObject, JsonValue } from '@/server/kernel/json'
import { isDeeperThan } from '@/server/kernel/json-depth'
import type { LogEntry, SandboxTask, TaskResult } from './protocol'
import { type SandboxThread, startThread } from './sandbox-thread'

/** The shape of the language's `SandboxPort`. */
export interface Sandbox {
  evaluate(request: EvaluationRequest): Promise<EvaluationResult>
  /** Ends all threads; what runs or waits ends as `cancelled`. */
  close(): Promise<void>
}

export interface EvaluationRequest {
  orgId: string
  mode: 'expression' | 'program'
  source: string
  scope: JsonObject
  timeoutMs: number
  memoryBytes: number
  signal?: AbortSignal
}

export type EvaluationResult =
  | { ok: true; value: JsonValue; logs: LogEntry[] }
  | { ok: false; code: string; message: string; line?: number; logs: LogEntry[] }

export interface SandboxOptions {
  /** Threads at most; each takes about 40 MB. */
  threads?: number
  /** An unused thread ends after this. */
  idleMs?: number
  maxOutputBytes?: number
  /** Where the worker lies when it is not beside this file. */
  workerUrl?: URL
}

interface Job {
  task: SandboxTask
  signal: AbortSignal | undefined
  resolve: (result: TaskResult) => void
}

interface Slot {
  thread: SandboxThread
  /** Whose data the thread holds; absent: nobody's yet. */
  orgId?: string
  isBusy: boolean
  idleTimer?: NodeJS.Timeout
}

/**
 * JavaScript without I/O, time or chance, in threads that can be ended. A thread serves one org at a time
 * and drops its memory when another one takes over; waiting orgs are served by turns.
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { threads = 2, idleMs = 30_000, maxOutputBytes = 1024 * 1024 } = options
  const workerUrl = options.workerUrl ?? new URL('./sandbox-worker.mjs', import.meta.url)
  const slots = new Set<Slot>()
  const queue: Job[] = []
  let lastId = 0
  let isClosed = false

  function dispatch(): void {
    for (let job = nextJob(); job !== undefined; job = nextJob()) {
      const slot = slotFor(job.task.orgId)
      if (slot === undefined) return
      queue.splice(queue.indexOf(job), 1)
      void work(slot, job)
    }
  }

  /** The oldest job of the org that has the fewest running: nobody's long queue holds up the others. */
  function nextJob(): Job | undefined {
    const running = new Map<string, number>()
    for (const { isBusy, orgId } of slots)
      if (isBusy && orgId) running.set(orgId, (running.get(orgId) ?? 0) + 1)
    let best: Job | undefined
    for (const job of queue) {
      const count = running.get(job.task.orgId) ?? 0
      if (best === undefined || count < (running.get(best.task.orgId) ?? 0)) best = job
      if (count === 0) break
    }
    return best
  }

  function slotFor(orgId: string): Slot | undefined {
    const idle = [...slots].filter(({ isBusy }) => !isBusy)
    const own = idle.find((slot) => slot.orgId === orgId)
    if (own !== undefined) return own
    if (slots.size >= threads) return idle[0]
    const slot: Slot = { thread: startThread(workerUrl), isBusy: false }
    slots.add(slot)
    return slot
  }

  async function work(slot: Slot, job: Job): Promise<void> {
    clearTimeout(slot.idleTimer)
    slot.isBusy = true
    slot.orgId = job.task.orgId
    const result = await slot.thread.run(job.task, job.signal)
    slot.isBusy = false
    if (slot.thread.isDead) slots.delete(slot)
    else {
      slot.idleTimer = setTimeout(() => void retire(slot), idleMs)
      slot.idleTimer.unref()
    }
    job.resolve(result)
    dispatch()
  }

  async function retire(slot: Slot): Promise<void> {
    if (slot.isBusy) return
    slots.delete(slot)
    await slot.thread.end()
  }

  function enqueue(request: EvaluationRequest): Promise<TaskResult> {
    const { scope, signal, ...rest } = request
    const task: SandboxTask = { ...rest, id: ++lastId, scopeJson: JSON.stringify(scope), maxOutputBytes }
    return new Promise((resolve) => {
      const job: Job = { task, signal, resolve }
      const onAbort = () => {
        const index = queue.indexOf(job)
        if (index < 0) return
        queue.splice(index, 1)
        resolve(CANCELLED)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      job.resolve = (result) => {
        signal?.removeEventListener('abort', onAbort)
        resolve(result)
      }
      queue.push(job)
      dispatch()
    })
  }

  return {
    async evaluate(request) {
      if (isClosed || request.signal?.aborted) return CANCELLED
      const result = await enqueue(request)
      if (result.ok && isDeeperThan(result.json, MOST_LEVELS)) return { ...TOO_DEEP, logs: result.logs }
      // The thread made this JSON itself, by JSON.stringify.
      return result.ok ? { ok: true, value: JSON.parse(result.json) as JsonValue, logs: result.logs } : result
    },
    async close() {
      isClosed = true
      for (const job of queue.splice(0)) job.resolve(CANCELLED)
      await Promise.all([...slots].map(({ thread }) => thread.end()))
    },
  }
}

/** Results nested deeper than this are refused: whoever walks them recurses. */
const MOST_LEVELS = 200

const TOO_DEEP: Extract<TaskResult, { ok: false }> = {
  ok: false,
  code: 'output_too_large',
  message: `The result is nested deeper than ${MOST_LEVELS} levels.`,
  logs: [],
}

const CANCELLED: Extract<TaskResult, { ok: false }> = {
  ok: false,
  code: 'cancelled',
  message: 'It was cancelled.',
  logs: [],
}
