import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

// In a process of its own: this one may have loaded Zod already.
const SCRIPT = `
  await import('./components/data/zod-without-eval.ts')
  const { config } = await import('zod/v4/core')
  process.stdout.write(String(config().jitless))
`

it('keeps Zod, loaded later, from compiling code', () => {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', SCRIPT]
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe('true')
})
