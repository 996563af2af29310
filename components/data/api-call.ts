/** Where tRPC answers. */
const API = '/api/trpc'
/** Longer addresses are refused by some proxies. */
const MAX_URL_LENGTH = 2_000

/** What the server answered instead of a result; `data` carries its code. Read it with `readError`. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly data: unknown

  constructor(message: string, data: unknown) {
    super(message)
    this.data = data
  }
}

interface Waiting {
  path: string
  input: unknown
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

let waiting: Waiting[] = []

/** Reads. What is asked for at the same moment goes in one request, but for what may be given up alone. */
export function callQuery(path: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const call = { path, input, resolve, reject }
    if (signal) return void send([call], signal)
    if (waiting.length === 0) setTimeout(sendWaiting)
    waiting.push(call)
  })
}

/** Writes. */
export async function callMutation(path: string, input: unknown): Promise<unknown> {
  const response = await fetch(`${API}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...(input !== undefined && { body: JSON.stringify(input) }),
  })
  return resultOf(await response.json())
}

/** The address of a stream. */
export function streamAddress(path: string, input: unknown): string {
  return `${API}/${path}?input=${encodeURIComponent(JSON.stringify(input))}`
}

function sendWaiting() {
  let batch: Waiting[] = []
  for (const call of waiting) {
    if (batch.length > 0 && batchAddress([...batch, call]).length > MAX_URL_LENGTH) {
      void send(batch)
      batch = []
    }
    batch.push(call)
  }
  waiting = []
  void send(batch)
}

async function send(batch: readonly Waiting[], signal?: AbortSignal) {
  try {
    const response = await fetch(batchAddress(batch), signal ? { signal } : {})
    const body: unknown = await response.json()
    for (const [index, call] of batch.entries()) settle(call, Array.isArray(body) ? body[index] : body)
  } catch (error) {
    for (const call of batch) call.reject(error)
  }
}

function settle(call: Waiting, answer: unknown) {
  try {
    call.resolve(resultOf(answer))
  } catch (error) {
    call.reject(error)
  }
}

function batchAddress(batch: readonly Waiting[]): string {
  const paths = batch.map(({ path }) => path).join(',')
  const inputs = Object.fromEntries(batch.map(({ input }, index) => [index, input]))
  return `${API}/${paths}?batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`
}

/** The result in tRPC's envelope; throws what stands there instead. */
export function resultOf(answer: unknown): unknown {
  const { result, error } = record(answer)
  if (error !== undefined) throw callErrorOf(error)
  if (result === undefined) throw new Error('The server answered something that is no result.')
  return record(result).data
}

export function callErrorOf(error: unknown): CallError {
  const { message, data } = record(error)
  return new CallError(typeof message === 'string' ? message : 'That did not work.', data)
}

function record(value: unknown): Record<string, unknown> {
  // Any non-null object can be read by string keys.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
