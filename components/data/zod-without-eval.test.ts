import { expect, it } from 'vitest'

it('keeps Zod, loaded later, from compiling code', async () => {
  await import('./zod-without-eval')
  const { config } = await import('zod/v4/core')
  expect(config().jitless).toBe(true)
})
