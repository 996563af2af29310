import { z } from 'zod'
import type { JsonValue } from '@/server/kernel/json'
import { type Op, parseOps } from './op'
import { parseRetryAfter, type When } from './time'

/** An error as the SDK serialises it and as a failed run's output shows it. */
export interface SerializedError {
  name: string
  message: string
  stack?: string
  [key: string]: unknown
}

/** What one call of the app came to. */
export type Answer =
  | { kind: 'ops'; ops: Op[]; retryAfter: When | undefined }
  | { kind: 'returned'; output: JsonValue }
  | { kind: 'failed'; error: SerializedError }
  | { kind: 'retry'; error: SerializedError; retryAfter: When | undefined }

export interface RawAnswer {
  status: number
  headers: Headers
  body: string
}

/** Reads the app's answer. Whatever the SDK did not write is tried again, with the reason kept. */
export function readAnswer(raw: RawAnswer): Answer {
  const retryAfter = parseRetryAfter(raw.headers.get('retry-after') ?? '')
  if (!raw.headers.has('x-inngest-sdk'))
    return retry(`The app answered ${raw.status} without the Inngest SDK.`, retryAfter)
  const body = parseJson(raw.body)
  if (body === undefined)
    return retry(`The app answered ${raw.status} with a body that is not JSON.`, retryAfter)
  if (raw.status === 201) return readStreamed(body.value, raw.headers)
  if (raw.status === 206) {
    const ops = parseOps(body.value)
    return ops
      ? { kind: 'ops', ops, retryAfter }
      : retry('The app answered with operations that are not understood.', retryAfter)
  }
  if (raw.status === 200) return { kind: 'returned', output: body.value }
  const error = readError(body.value, `The app answered ${raw.status}.`)
  const isFinal = raw.headers.get('x-inngest-no-retry') === 'true'
  return isFinal ? { kind: 'failed', error } : { kind: 'retry', error, retryAfter }
}

const streamed = z.object({
  status: z.number().refine((status) => status !== 201),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
})

/** An app that streams answers 201 at once, sends spaces while it works, and the answer itself at the end. */
function readStreamed(body: JsonValue, outer: Headers): Answer {
  const inner = streamed.safeParse(body)
  if (!inner.success) return retry('The app streamed an answer that is not understood.')
  const headers = new Headers({ ...Object.fromEntries(outer), ...inner.data.headers })
  return readAnswer({ ...inner.data, headers })
}

export function retry(message: string, retryAfter?: When): Answer {
  return { kind: 'retry', error: { name: 'EngineError', message }, retryAfter }
}

function readError(body: JsonValue, fallback: string): SerializedError {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { name: 'Error', message: fallback }
  const message = [body.message, body.error, body.body].find(
    (text) => typeof text === 'string' && text !== '',
  )
  return {
    ...body,
    name: typeof body.name === 'string' ? body.name : 'Error',
    message: typeof message === 'string' ? message : fallback,
    ...(typeof body.stack === 'string' ? { stack: body.stack } : { stack: undefined }),
  }
}

function parseJson(text: string): { value: JsonValue } | undefined {
  try {
    // JSON.parse yields JSON values only.
    return { value: JSON.parse(text) as JsonValue }
  } catch {
    return undefined
  }
}
