// Loaded before the worker that a test watches: turns its wall clock, and tells what memory it holds.
import { isMainThread } from 'node:worker_threads'

/** What the test says to the worker, and what that answers. */
export type ProbeRequest = { ask: 'clock'; offByMs: number } | { ask: 'memory' }
export interface MemoryAnswer {
  /** Of what is still in use. */
  heapBytes: number
  rssBytes: number
}

let offByMs = 0

if (isMainThread) {
  globalThis.Date = turned(Date)
  // Only the test that started this process speaks on this channel.
  process.on('message', (message) => answer(message as ProbeRequest))
  process.on('disconnect', () => process.exit(1))
  process.channel?.unref()
}

function answer(request: ProbeRequest): void {
  if (request.ask === 'clock') offByMs = request.offByMs
  else {
    globalThis.gc?.()
    const { heapUsed, rss } = process.memoryUsage()
    process.send?.({ heapBytes: heapUsed, rssBytes: rss } satisfies MemoryAnswer)
  }
}

/** As a clock that somebody has set: what is given is meant, what is read is off. */
function turned(real: DateConstructor): DateConstructor {
  const now = () => real.now() + offByMs
  return new Proxy(real, {
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
    apply: () => new real(now()).toString(),
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  })
}
