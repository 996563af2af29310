import { Inngest } from 'inngest'
import { env } from '@/server/platform/env'
import type { Engine } from './embedded'

/** Whether an Inngest server is configured; otherwise the embedded engine serves. */
export function usesInngestServer(): boolean {
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = env()
  return Boolean(INNGEST_BASE_URL || INNGEST_EVENT_KEY || INNGEST_SIGNING_KEY)
}

/** The SDK's client: of the embedded engine where its options are given, else as the three variables say. */
export function createInngest(embedded?: Engine['clientOptions']): Inngest {
  return new Inngest({ id: 'pawl', ...(embedded ?? { isDev: false }) })
}
