import { Inngest } from 'inngest'
import type { Engine } from './embedded'

/** The SDK's client: of the embedded engine where its options are given, else as the three variables say. */
export function createInngest(embedded?: Engine['clientOptions']): Inngest {
  return new Inngest({ id: 'pawl', ...(embedded ?? { isDev: false }) })
}
