import type { StepKind } from '@/server/language/contracts'
import type { FailConfig } from '@/server/language/definition/kinds'

/** Fails with the author's own code and words; trying again would say the same. */
export const failStep: StepKind<FailConfig> = {
  kind: 'fail',
  run: async ({ config }) => ({ kind: 'failed', failure: { ...config, retryable: false } }),
}
