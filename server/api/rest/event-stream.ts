import type { Problem } from './problem'

const PING_EVERY_MS = 15_000
/** How long to wait for a first value, or a refusal, before the answer begins without one. */
const BEGIN_AFTER_MS = 1_000
const RETRY_MS = 2_000

export interface EventSource {
  values: AsyncGenerator<[id: string, value: unknown]>
  /** Stops whatever `values` reads from. */
  abort: AbortController
  /** Asked at each ping; rejects when the caller may listen no longer. */
  checkAccess(): Promise<void>
  /** What to tell when it breaks off. */
  problemOf(error: unknown): Problem
}

type First = IteratorResult<[string, unknown]>

/**
 * Server-sent events with resume ids. A refusal before the first value rejects; one after it is an event
 * `error` that holds the problem, and the stream ends.
 */
export async function eventStream(source: EventSource): Promise<Response> {
  const first = source.values.next()
  // Whoever reads the body hears of it; until then it is not unheard of.
  first.catch(() => {})
  let timer: ReturnType<typeof setTimeout> | undefined
  const waited = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), BEGIN_AFTER_MS)
  })
  try {
    await Promise.race([first, waited])
  } finally {
    clearTimeout(timer)
  }
  return new Response(bodyOf(source, first), {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // Live answers must not be held back by a proxy.
      'x-accel-buffering': 'no',
    },
  })
}

function bodyOf(source: EventSource, first: Promise<First>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let ping: ReturnType<typeof setInterval> | undefined
  let next: Promise<First> | undefined = first
  let isOver = false
  const end = () => {
    isOver = true
    clearInterval(ping)
    source.abort.abort()
    void source.values.return(undefined).catch(() => {})
  }
  const breakOff = (controller: ReadableStreamDefaultController<Uint8Array>, error: unknown) => {
    if (isOver) return
    const problem = JSON.stringify(source.problemOf(error))
    controller.enqueue(encoder.encode(`event: error\ndata: ${problem}\n\n`))
    end()
    controller.close()
  }
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`))
      const sendPing = () => {
        if (!isOver) controller.enqueue(encoder.encode(': ping\n\n'))
      }
      ping = setInterval(() => {
        source.checkAccess().then(sendPing, (error) => breakOff(controller, error))
      }, PING_EVERY_MS)
      ping.unref()
    },
    async pull(controller) {
      try {
        const result = await (next ?? source.values.next())
        next = undefined
        if (isOver) return
        if (result.done) {
          end()
          controller.close()
          return
        }
        const [id, value] = result.value
        controller.enqueue(encoder.encode(`id: ${id}\ndata: ${JSON.stringify(value)}\n\n`))
      } catch (error) {
        breakOff(controller, error)
      }
    },
    cancel: end,
  })
}
