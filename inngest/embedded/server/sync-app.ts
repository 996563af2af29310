import { z } from 'zod'
import { AppError } from '@/server/kernel/errors'
import { reasonOf } from '../log'
import type { AppCaller } from './call-app'

/** What an app answers in band: its registration. */
const inBand = z.looseObject({
  app_id: z.string().min(1),
  functions: z.array(z.unknown()),
  url: z.string(),
})

const registered = z.looseObject({ error: z.string().optional() })

/**
 * Asks the app at this URL for its functions and registers them. An app that will not answer in band registers
 * by itself, out of band.
 */
export async function syncApp(caller: AppCaller, engineFetch: typeof fetch, url: string): Promise<void> {
  const response = await ask(caller, url)
  const body = await response.text()
  if (!response.ok) throw refusal(url, `it answered ${response.status}: ${body.slice(0, 300)}`)
  if (response.headers.get('x-inngest-sync-kind') !== 'in_band') return
  const answer = inBand.safeParse(parseJson(body))
  if (!answer.success) throw refusal(url, 'its answer is not a registration')
  const { app_id: appName, ...rest } = answer.data
  const saved = await engineFetch('http://engine.invalid/fn/register', {
    method: 'POST',
    body: JSON.stringify({ ...rest, appName }),
  })
  if (saved.ok) return
  const told = registered.safeParse(parseJson(await saved.text()))
  throw refusal(url, (told.success && told.data.error) || `the engine answered ${saved.status}`)
}

async function ask(caller: AppCaller, url: string): Promise<Response> {
  try {
    return await caller.call(
      new Request(url, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', 'x-inngest-sync-kind': 'in_band' },
        body: JSON.stringify({ url }),
      }),
    )
  } catch (cause) {
    throw refusal(url, `it could not be reached: ${reasonOf(cause)}`, cause)
  }
}

function refusal(url: string, reason: string, cause?: unknown): AppError {
  return new AppError('unavailable', `The app at ${url} was not registered: ${reason}.`, { cause })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
