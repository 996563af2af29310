import { expect, it } from 'vitest'
import { createHarness, succeeded, typesOf, workflow, workStep } from '../../testing'

it('a run that rests while it waits for a place starts its step once another run has given it back', async () => {
  const harness = createHarness({
    async work({ runId }) {
      if (runId === 'run_1') await harness.clock.sleep(600_000)
      return succeeded({ at: harness.clock.now().toISOString() })
    },
  })
  const source = workflow(workStep('a', 'concurrency: { key: one }'))
  harness.start({ source })
  const second = harness.start({ source, runId: 'run_2' })
  expect((await second.done()).status).toBe('succeeded')
  expect(harness.store.snapshot('run_1').status).toBe('succeeded')
  expect(typesOf(harness.store.log('run_2'), 'a').at(-1)).toBe('step.succeeded')
})

it('asks again after a while, also where no bell has rung', async () => {
  const harness = createHarness()
  const source = workflow(workStep('a', 'concurrency: { key: one }'))
  // Held by a run that is gone, until somebody tidies up.
  harness.store.slots.push({ key: 'step:one', limit: 1, runId: 'run_0', path: 'a' })
  const { done } = harness.start({ source })
  let rests = 0
  const { status } = await done({
    onWaiting() {
      rests += 1
      if (rests === 2) harness.store.slots.shift()
    },
  })
  expect(status).toBe('succeeded')
})
