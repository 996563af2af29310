import { expect, test } from 'vitest'
import type { WaveAnswer } from './functions/run-workflow'
import { createWavesAhead } from './waves-ahead'

const NOW = { room: 1, isAtOnce: true }
const RUN = { orgId: 'org_a', runId: 'run_a', generation: 1 }

/** Waves that end when they are told to. */
function stage() {
  const waves: { end(answer: WaveAnswer): void; fail(error: Error): void }[] = []
  const { ports, begin } = createWavesAhead({
    wave: () => new Promise((end, fail) => waves.push({ end, fail })),
    giveUp: async () => undefined,
  })
  return { ports, begin, waves }
}

test('a call finds the wave that has begun for it, once', async () => {
  const { ports, begin, waves } = stage()
  begin(RUN, NOW)
  const called = ports.wave(RUN)
  waves[0]?.end({ kind: 'continue' })
  expect(await called).toEqual({ kind: 'continue' })
  expect(waves).toHaveLength(1)
  void ports.wave(RUN)
  expect(waves).toHaveLength(2)
})

test('it finds one that is over already', async () => {
  const { ports, begin, waves } = stage()
  begin(RUN, NOW)
  waves[0]?.end({ kind: 'ended' })
  await Promise.resolve()
  expect(await ports.wave(RUN)).toEqual({ kind: 'ended' })
  expect(waves).toHaveLength(1)
})

test('a wave that failed before its call came is begun again', async () => {
  const { ports, begin, waves } = stage()
  begin(RUN, NOW)
  waves[0]?.fail(new Error('Postgres is away.'))
  await new Promise((resolve) => setImmediate(resolve))
  const called = ports.wave(RUN)
  waves[1]?.end({ kind: 'ended' })
  expect(await called).toEqual({ kind: 'ended' })
})

test('one that need not begin at once lets this turn of the event loop go first', async () => {
  const { ports, begin, waves } = stage()
  begin(RUN, { room: 1, isAtOnce: false })
  const called = ports.wave(RUN)
  await new Promise((resolve) => process.nextTick(resolve))
  expect(waves).toHaveLength(0)
  await new Promise((resolve) => setTimeout(resolve, 1))
  expect(waves).toHaveLength(1)
  waves[0]?.end({ kind: 'ended' })
  expect(await called).toEqual({ kind: 'ended' })
})

test('a later generation of the run is another matter', () => {
  const { ports, begin, waves } = stage()
  begin(RUN, NOW)
  void ports.wave({ ...RUN, generation: 2 })
  expect(waves).toHaveLength(2)
})

test('no more begin than the engine has room for, until it counts them or they are over', async () => {
  const { ports, begin, waves } = stage()
  const two = { ...NOW, room: 2 }
  const run = (runId: string) => ({ ...RUN, runId })
  expect([begin(run('run_a'), two), begin(run('run_b'), two), begin(run('run_c'), two)]).toEqual([
    true,
    true,
    false,
  ])
  void ports.wave(run('run_a'))
  waves[1]?.end({ kind: 'ended' })
  await new Promise((resolve) => setImmediate(resolve))
  expect([begin(run('run_d'), two), begin(run('run_e'), two), begin(run('run_f'), two)]).toEqual([
    true,
    true,
    false,
  ])
})
