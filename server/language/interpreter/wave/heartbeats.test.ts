import { expect, it } from 'vitest'
import type { Pulse } from '../../contracts'
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

it('a wake-up that a heartbeat takes while the lease is given back is left to the next wave', async () => {
  const harness: Harness = createHarness({
    async work({ signal }) {
      await harness.clock.sleep(1_500, signal)
      return succeeded()
    },
  })
  const source = workflow(`${workStep('a')}  - { id: gate, approval: { title: Go on? } }\n`)
  const { request } = harness.start({ source })
  const ports = harness.ports()
  let answer: (pulse: Pulse) => void = () => {}
  const answered = new Promise<Pulse>((resolve) => {
    answer = resolve
  })
  const store: typeof ports.store = {
    ...ports.store,
    heartbeat: () => answered,
    async release(lease) {
      harness.store.decide('gate', { outcome: 'approved' })
      const taken = await harness.store.heartbeat(lease)
      const released = await harness.store.release(lease)
      answer(taken)
      return released
    },
  }
  expect(await runWave({ ...ports, store }, request)).toEqual({ kind: 'continue' })
})

it('a wake-up whose heartbeat was never answered is taken notice of with the next one', async () => {
  const harness: Harness = createHarness({
    async work({ path, signal }) {
      await harness.clock.sleep(path === 'a' ? 500 : 60_000, signal)
      return succeeded()
    },
  })
  const source = workflow(
    `  - { id: both, parallel: { branches: { one: [{ id: gate, approval: { title: Go on? } }], two: [{ id: long, http: { url: 'https://x.example' } }] } } }\n`,
  )
  const { request } = harness.start({ source })
  const ports = harness.ports()
  let beats = 0
  const store: typeof ports.store = {
    ...ports.store,
    async heartbeat(lease) {
      beats += 1
      if (beats !== 2) return harness.store.heartbeat(lease)
      harness.store.decide(gatePath(harness), { outcome: 'approved' })
      await harness.store.heartbeat(lease)
      throw new Error('The connection ended.')
    },
  }
  expect(await runWave({ ...ports, store }, request)).toEqual({ kind: 'ended', status: 'succeeded' })
  const log = harness.store.log()
  const order = log.flatMap(({ type, ...event }) =>
    type === 'step.succeeded' && 'path' in event ? [event.path.split('.').at(-1)] : [],
  )
  expect(order.indexOf('gate')).toBeLessThan(order.indexOf('long'))
})

function gatePath(harness: Harness): string {
  const [gate] = harness.store.pendingApprovals()
  if (!gate) throw new Error('No gate is open.')
  return gate.path
}
