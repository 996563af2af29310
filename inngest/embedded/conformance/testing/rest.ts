import { z } from 'zod'
import type { Target } from './target'

const runView = z.looseObject({
  run_id: z.string(),
  function_id: z.string(),
  event_id: z.string(),
  status: z.string(),
  output: z.unknown(),
})

export type RunView = z.infer<typeof runView>

export async function rest(
  { url }: Pick<Target, 'url'>,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: parse(text) }
}

export async function runsOf(target: Pick<Target, 'url'>, eventId: string): Promise<RunView[]> {
  const { body } = await rest(target, 'GET', `/v1/events/${eventId}/runs`)
  return z.looseObject({ data: z.array(runView).nullable() }).parse(body).data ?? []
}

const ENDED = ['Completed', 'Failed', 'Cancelled']

export async function endedRun(target: Pick<Target, 'url'>, eventId: string): Promise<RunView> {
  return until(async () => {
    const [run] = await runsOf(target, eventId)
    return run && ENDED.includes(run.status) ? run : undefined
  }, `the run of the event ${eventId} to end`)
}

/** What every server shows of a run that ended with this value: Inngest's own shows '' for some of them. */
export function outputs(value: unknown): unknown[] {
  return [value, '']
}

/** The value that a miss has in its status, or, at Inngest's own server, in its body. */
export function statusOf(answer: { status: number; body: unknown }): number {
  const told = z.looseObject({ status: z.number() }).safeParse(answer.body)
  return answer.status === 200 && told.success ? told.data.status : answer.status
}

const LIMIT_MS = 14_000

/** Looks until there is a value; fails after 14 seconds. */
export async function until<Value>(
  look: () => Promise<Value | undefined | false> | Value | undefined | false,
  what: string,
): Promise<Value> {
  const deadline = Date.now() + LIMIT_MS
  for (;;) {
    const value = await look()
    if (value !== undefined && value !== false) return value
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`)
    await pause(25)
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return text
  }
}
