import type { StepKind } from '@/server/language/contracts'
import type { SetConfig } from '@/server/language/definition/kinds'

/** Its expressions are evaluated before it runs: the values are the output. */
export const setStep: StepKind<SetConfig> = {
  kind: 'set',
  run: async ({ config }) => ({ kind: 'succeeded', output: config }),
}
