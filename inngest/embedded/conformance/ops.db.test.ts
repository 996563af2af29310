import { createHash } from 'node:crypto'
import { NonRetriableError } from 'inngest'
import { describe, expect, test } from 'vitest'
import { type Call, endedRun, isOurs, onlyOurs, outputs, pause, serverUnderTest, startApp } from './testing'

const target = serverUnderTest()
const refusing = onlyOurs('Inngest does these')
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex')

/** Answers the first call in place of the SDK with these operations; later ones are the SDK's. */
function answeringFirst(ops: (call: Call) => unknown[]) {
  let isFirst = true
  return (call: Call) => {
    if (call.method !== 'POST' || !isFirst) return undefined
    isFirst = false
    return new Response(JSON.stringify(ops(call)), {
      status: 206,
      headers: { 'content-type': 'application/json', 'x-inngest-sdk': 'inngest-js:v4.24.0' },
    })
  }
}

describe('StepRun', () => {
  test('is memoised as data and the function is called again', async () => {
    const ran: string[] = []
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'run', checkpointing: false, triggers: [{ event: 'ops/run' }] },
        async ({ step }) => {
          const got = await step.run('a', () => {
            ran.push('a')
            return { n: 1 }
          })
          return step.run('b', () => {
            ran.push('b')
            return got.n + 1
          })
        },
      ),
    ])
    expect(await endedRun(target, await app.send('ops/run'))).toMatchObject({ output: 2 })
    expect(ran).toEqual(['a', 'b'])
    expect(app.calls.map((call) => Object.keys(call.body.steps).length)).toEqual([0, 1, 2])
  })
})

describe('StepError and StepFailed', () => {
  test('StepError: the step is tried again while attempts remain, steps before it are not', async () => {
    const tries = { before: 0, flaky: 0 }
    const attempts: number[] = []
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'flaky', retries: 2, triggers: [{ event: 'ops/flaky' }] },
        async ({ step, attempt }) => {
          await step.run('before', () => void tries.before++)
          await step.run('flaky', () => {
            attempts.push(attempt)
            if (++tries.flaky < 3) throw new Error('not yet')
          })
          return 'done'
        },
      ),
    ])
    const run = await endedRun(target, await app.send('ops/flaky'))
    expect(run.status).toBe('Completed')
    expect(tries).toEqual({ before: 1, flaky: 3 })
    expect(attempts).toEqual([0, 1, 2])
  })

  test('StepError on the last attempt is memoised as error, and the function may catch it', async () => {
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'caught', retries: 1, checkpointing: false, triggers: [{ event: 'ops/caught' }] },
        async ({ step }) => {
          try {
            await step.run('broken', () => {
              throw new TypeError('always')
            })
          } catch (error) {
            return { name: (error as Error).name, message: (error as Error).message } // thrown by the SDK
          }
        },
      ),
    ])
    expect(await endedRun(target, await app.send('ops/caught'))).toMatchObject({
      status: 'Completed',
      output: { message: 'always' },
    })
    expect(app.calls.at(-1)?.body.steps[sha1('broken')]).toMatchObject({ error: { message: 'always' } })
  })

  test('StepFailed: no retry', async () => {
    let tries = 0
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'final', retries: 3, triggers: [{ event: 'ops/final' }] },
        async ({ step }) => {
          await step.run('final', () => {
            tries++
            throw new NonRetriableError('give up')
          })
        },
      ),
    ])
    expect(await endedRun(target, await app.send('ops/final'))).toMatchObject({
      status: 'Failed',
      output: { message: 'give up' },
    })
    expect(tries).toBe(1)
  })

  test('attempts are counted for each step anew', async () => {
    const attempts: string[] = []
    const failed = new Set<string>()
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'anew', retries: 1, triggers: [{ event: 'ops/anew' }] },
        async ({ step, attempt }) => {
          for (const id of ['a', 'b'])
            await step.run(id, () => {
              attempts.push(`${id}${attempt}`)
              if (failed.has(id)) return
              failed.add(id)
              throw new Error('first try')
            })
        },
      ),
    ])
    expect(await endedRun(target, await app.send('ops/anew'))).toMatchObject({ status: 'Completed' })
    expect(attempts).toEqual(['a0', 'a1', 'b0', 'b1'])
  })
})

describe('StepPlanned', () => {
  test('several at once run in parallel, one call each by its hash, with no immediate execution meanwhile', async () => {
    let together = 0
    let most = 0
    const app = await startApp(target, (client) => [
      client.createFunction({ id: 'wide', triggers: [{ event: 'ops/wide' }] }, async ({ step }) => {
        const parts = await Promise.all(
          ['a', 'b', 'c'].map((id) =>
            step.run(id, async () => {
              most = Math.max(most, ++together)
              await pause(150)
              together--
              return id
            }),
          ),
        )
        const first = await step.run('after-1', () => parts.join(''))
        return step.run('after-2', () => `${first}!`)
      }),
    ])
    const run = await endedRun(target, await app.send('ops/wide'))
    expect(outputs('abc!')).toContainEqual(run.output)
    expect(most).toBeGreaterThan(1)
    const planned = app.calls.filter((call) => call.url.searchParams.get('stepId') !== 'step')
    expect(planned.map((call) => call.url.searchParams.get('stepId')).sort()).toEqual(
      ['a', 'b', 'c'].map(sha1).sort(),
    )
    expect(planned.every((call) => call.body.ctx?.disable_immediate_execution)).toBe(true)
    expect(app.calls[0]?.body.ctx?.disable_immediate_execution).toBe(false)
  })

  onlyOurs('Inngest keeps planning for the rest of the run')(
    'when none is outstanding any more, checkpoints resume',
    async () => {
      const app = await startApp(target, (client) => [
        client.createFunction({ id: 'resumes', triggers: [{ event: 'ops/resumes' }] }, async ({ step }) => {
          await Promise.all([step.run('a', () => 1), step.run('b', () => 2)])
          for (const id of ['c', 'd', 'e']) await step.run(id, () => id)
        }),
      ])
      await endedRun(target, await app.send('ops/resumes'))
      expect(app.calls.at(-1)?.body.ctx?.disable_immediate_execution).toBe(false)
      expect(Object.keys(app.calls.at(-1)?.body.steps ?? {}).length).toBe(2)
    },
  )

  test('one that fails is tried again without repeating its neighbours', async () => {
    const tries = { good: 0, bad: 0 }
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'uneven', retries: 2, triggers: [{ event: 'ops/uneven' }] },
        async ({ step }) => {
          await Promise.all([
            step.run('good', () => void tries.good++),
            step.run('bad', () => {
              if (++tries.bad < 3) throw new Error('not yet')
            }),
          ])
        },
      ),
    ])
    expect(await endedRun(target, await app.send('ops/uneven'))).toMatchObject({ status: 'Completed' })
    expect(tries).toEqual({ good: 1, bad: 3 })
  })
})

describe('the others', () => {
  const plain = (event: string, intercept: (call: Call) => Response | undefined) =>
    startApp(
      target,
      (client) => [
        client.createFunction({ id: 'plain', retries: 1, triggers: [{ event }] }, async () => 'done'),
      ],
      { intercept },
    )

  test('RunComplete ends a run with its data, behind the steps of the same answer', async () => {
    const app = await plain(
      'ops/complete',
      answeringFirst(() => [
        { id: sha1('a'), op: 'StepRun', data: 1, displayName: 'a' },
        { id: sha1('complete'), op: 'RunComplete', data: { is: 'over' } },
      ]),
    )
    const run = await endedRun(target, await app.send('ops/complete'))
    expect(run.status).toBe('Completed')
    expect(outputs({ is: 'over' })).toContainEqual(run.output)
    expect(app.calls.length).toBe(1)
  })

  test('DiscoveryRequest: the function is called again now', async () => {
    const app = await plain(
      'ops/discovery',
      answeringFirst(() => [{ id: sha1('discovery'), op: 'DiscoveryRequest' }]),
    )
    expect(await endedRun(target, await app.send('ops/discovery'))).toMatchObject({ status: 'Completed' })
    expect(app.calls.length).toBe(2)
  })

  test('StepNotFound: tried again, then the run fails', async () => {
    const always = (call: Call) =>
      call.method === 'POST'
        ? answeringFirst(() => [{ id: sha1('gone'), op: 'StepNotFound', displayName: 'gone' }])(call)
        : undefined
    const app = await plain('ops/not-found', always)
    expect(await endedRun(target, await app.send('ops/not-found'))).toMatchObject({ status: 'Failed' })
    expect(app.calls.length).toBeGreaterThanOrEqual(isOurs ? 2 : 1)
  })

  for (const op of ['Gateway', 'AIGateway', 'DeferAdd', 'DeferAbort', 'Unheard'])
    refusing(`${op} fails the run, and the reason names the step`, async () => {
      const app = await plain(
        `ops/${op}`,
        answeringFirst(() => [{ id: sha1('asks'), op, displayName: 'asks', opts: {} }]),
      )
      expect(await endedRun(target, await app.send(`ops/${op}`))).toMatchObject({
        status: 'Failed',
        output: { message: expect.stringContaining(`"asks" is a ${op}, which the embedded engine`) },
      })
      expect(app.calls.length).toBe(1)
    })
})
