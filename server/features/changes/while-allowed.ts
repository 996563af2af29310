import type { Change } from '@/server/platform/realtime'

/** Changes that can end somebody's right to go on listening. */
const TOPICS_TO_CHECK: ReadonlySet<string> = new Set(['apiKeys', 'members', 'organizations', 'sessions'])

interface Guard {
  /** Throws once the listener may not hear more. */
  check(): Promise<void>
  /** Checks at least this often, also when nothing is announced. */
  everyMs: number
  signal: AbortSignal
}

/**
 * Changes as they come, for as long as `check` allows: it is asked at the start, before a change is told
 * that may have ended the right to hear it, after anything may have been missed, and now and then.
 */
export async function* whileAllowed(
  announced: AsyncIterable<Change | null>,
  { check, everyMs, signal }: Guard,
): AsyncGenerator<Change | null> {
  const iterator = announced[Symbol.asyncIterator]()
  await check()
  let next = iterator.next()
  while (!signal.aborted) {
    const result = await orTimeout(next, everyMs)
    if (result === 'timeout') await check()
    else if (result.done) return
    else {
      const change = result.value
      if (change === null || change.topics.some((topic) => TOPICS_TO_CHECK.has(topic))) await check()
      yield change
      next = iterator.next()
    }
  }
}

async function orTimeout<T>(promise: Promise<T>, afterMs: number): Promise<T | 'timeout'> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), afterMs)
  })
  try {
    return await Promise.race([promise, timeout])
  } finally {
    clearTimeout(timer)
  }
}
