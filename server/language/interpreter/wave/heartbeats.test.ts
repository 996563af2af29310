import { expect, it } from 'vitest'
import { createHarness, failed, type Harness, succeeded, workflow, workStep } from '../../testing'
import { runWave } from './run-wave'

/** One wave over a step that takes ten seconds, whose heartbeats fail as told. */
async function waveWith(heartbeat: (beat: number) => 'fails' | 'works') {
  const harness: Harness = createHarness({
    async work({ signal }) {
      await harness.clock.sleep(10_000, signal)
      return signal.aborted ? failed('aborted') : succeeded()
    },
  })
  const { request } = harness.start({ source: workflow(workStep('a')) })
  const ports = harness.ports()
  let beats = 0
  const store: typeof ports.store = {
    ...ports.store,
    async heartbeat(lease) {
      beats += 1
      if (heartbeat(beats) === 'fails') throw new Error('The database is away.')
      return harness.store.heartbeat(lease)
    },
  }
  return runWave({ ...ports, store }, request)
}

it('a heartbeat that fails now and then does no harm', async () => {
  expect(await waveWith((beat) => (beat % 2 === 0 ? 'fails' : 'works'))).toEqual({
    kind: 'ended',
    status: 'succeeded',
  })
})

it('heartbeats that fail in a row end the wave before somebody else takes the run', async () => {
  await expect(waveWith(() => 'fails')).rejects.toThrow(/away/)
})
