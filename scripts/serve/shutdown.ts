import { closeDatabases } from '@/server/platform/db'
import { closeListeners } from '@/server/platform/realtime'
import { print, warn } from '../progress.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** npm passes a signal on to us that the terminal has sent to us already. */
const ECHO_MS = 1_000
const LIMIT_MS = 15_000

/** What stops in which order. Later entries may need earlier ones, so the last added stops first. */
const ORDER = ['worker', 'http', 'next', 'connections', 'postgres'] as const
type Part = (typeof ORDER)[number]

export interface Shutdown {
  /**
   * Stops the part in its turn; one that takes longer than `limitMs` is left behind. Throws when we are
   * stopping already, so that a start ends where it stands.
   */
  add(part: Part, limitMs: number, stop: () => Promise<unknown>): void
  /** Runs at any exit, also an abrupt one. Synchronous. */
  addLast(stop: () => void): void
  /** Runs the start. From here on the signals end the process in order; a second one ends it at once. */
  during(start: () => Promise<void>): Promise<void>
  run(): Promise<void>
  isStopping(): boolean
}

/** The one owner of signals. */
export function createShutdown(): Shutdown {
  const stops = new Map<Part, () => Promise<void>>()
  let firstSignalAt: number | undefined
  let starting: Promise<void> = Promise.resolve()
  let running: Promise<void> | undefined

  const add: Shutdown['add'] = (part, limitMs, stop) => {
    stops.set(part, () => bounded(part, limitMs, stop))
    if (firstSignalAt !== undefined) throw new Error('Stopped while starting.')
  }
  add('connections', 2_000, () => Promise.all([closeListeners(), closeDatabases()]))

  const run = () => {
    running ??= stopAll(stops)
    return running
  }

  const onSignal = (signal: NodeJS.Signals) => {
    if (firstSignalAt !== undefined) {
      if (performance.now() - firstSignalAt > ECHO_MS) forceExit()
      return
    }
    firstSignalAt = performance.now()
    if (signal === 'SIGINT') print() // behind the terminal's ^C
    print('Stopping …')
    setTimeout(forceExit, LIMIT_MS).unref()
    void starting
      .catch(() => undefined) // told by whoever started us
      .then(run)
      .then(() => {
        print('Stopped.')
        process.exit(0)
      })
  }

  return {
    add,
    addLast: (stop) => {
      process.once('exit', stop)
    },
    during: (start) => {
      for (const signal of SIGNALS) process.on(signal, onSignal)
      starting = start()
      return starting
    },
    run,
    isStopping: () => firstSignalAt !== undefined,
  }
}

async function stopAll(stops: Map<Part, () => Promise<void>>): Promise<void> {
  // Requests drain while the worker does: both only need the database.
  await Promise.all([stops.get('worker')?.(), stops.get('http')?.()])
  for (const part of ORDER.slice(2)) await stops.get(part)?.()
}

async function bounded(part: Part, limitMs: number, stop: () => Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs)
  })
  try {
    if ((await Promise.race([stop(), limit])) === 'late') warn(`${part} did not stop in time; going on`)
  } catch (error) {
    warn(`${part} did not stop cleanly: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    clearTimeout(timer)
  }
}

function forceExit(): never {
  warn('Stopped at once. Finished steps are safe; running ones start again.')
  process.exit(1)
}
