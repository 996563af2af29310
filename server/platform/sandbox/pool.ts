import type { DurableTask, EvaluationTask, SandboxTask, TaskFailure, TaskResult } from './protocol'
import { type SandboxThread, startThread } from './sandbox-thread'

/** Threads that serve orgs by turns. */
export interface Pool {
  run(task: NewTask, signal: AbortSignal | undefined): Promise<TaskResult>
  /** Ends all threads; what runs or waits ends as `cancelled`. */
  close(): Promise<void>
}

/** A task before it has its number. */
export type NewTask = Omit<EvaluationTask, 'id'> | Omit<DurableTask, 'id'>

export interface PoolOptions {
  threads: number
  idleMs: number
  workerUrl: URL
}

export const CANCELLED: TaskFailure = {
  ok: false,
  code: 'cancelled',
  message: 'It was cancelled.',
  logs: [],
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
 * A thread serves one org at a time and drops its memory when another one takes over; waiting orgs are served
 * by turns.
 */
export function createPool({ threads, idleMs, workerUrl }: PoolOptions): Pool {
  const slots = new Set<Slot>()
  const queue: Job[] = []
  let lastId = 0
  let isClosed = false

  function dispatch(): void {
    for (let job = nextJob(queue, slots); job !== undefined; job = nextJob(queue, slots)) {
      const slot = slotFor(job.task.orgId)
      if (slot === undefined) return
      queue.splice(queue.indexOf(job), 1)
      void work(slot, job)
    }
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

  function enqueue(task: SandboxTask, signal: AbortSignal | undefined): Promise<TaskResult> {
    return new Promise((resolve) => {
      const onAbort = () => {
        const index = queue.indexOf(job)
        if (index < 0) return
        queue.splice(index, 1)
        resolve(CANCELLED)
      }
      const job: Job = {
        task,
        signal,
        resolve(result) {
          signal?.removeEventListener('abort', onAbort)
          resolve(result)
        },
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      queue.push(job)
      dispatch()
    })
  }

  return {
    async run(task, signal) {
      if (isClosed || signal?.aborted) return CANCELLED
      return enqueue({ ...task, id: ++lastId }, signal)
    },
    async close() {
      isClosed = true
      for (const job of queue.splice(0)) job.resolve(CANCELLED)
      await Promise.all([...slots].map(({ thread }) => thread.end()))
    },
  }
}

/** The oldest job of the org that has the fewest running: nobody's long queue holds up the others. */
function nextJob(queue: readonly Job[], slots: Iterable<Slot>): Job | undefined {
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
