import { createHash, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { endedRun, onlyOurs, outputs, rest, runsOf, serverUnderTest, startApp, until } from './testing'

const target = serverUnderTest()
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex')
const checkpointsOf = (asked: { path: string; status: number }[]) =>
  asked.filter(({ path }) => /^\/v1\/checkpoint\/[^/]+\/async$/.test(path))

describe('checkpoints', () => {
  test('steps one after the other go on within one call, with a checkpoint after each', async () => {
    const app = await startApp(target, (client) => [
      client.createFunction({ id: 'chain', triggers: [{ event: 'checkpoints/chain' }] }, async ({ step }) => {
        const a = await step.run('a', () => 1)
        const b = await step.run('b', () => a + 1)
        return step.run('c', () => b + 1)
      }),
    ])
    const run = await endedRun(target, await app.send('checkpoints/chain'))
    expect(outputs(3)).toContainEqual(run.output)
    expect(app.calls.length).toBe(1)
    expect(checkpointsOf(app.asked).map(({ status }) => status)).toEqual([200, 200, 200])
  })

  test('a step is durable when its checkpoint is answered', async () => {
    const seen: string[] = []
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'durable', triggers: [{ event: 'checkpoints/durable' }] },
        async ({ step, runId }) => {
          await step.run('first', () => 'one')
          await step.run('second', async () => {
            seen.push(JSON.stringify((await rest(target, 'GET', `/v0/runs/${runId}/actions`)).body))
          })
        },
      ),
    ])
    await endedRun(target, await app.send('checkpoints/durable'))
    expect(seen[0]).toContain(sha1('first'))
    expect(seen[0]).not.toContain(sha1('second'))
  })

  test('an asynchronous operation ends the call; the next one goes on with checkpoints', async () => {
    const app = await startApp(target, (client) => [
      client.createFunction({ id: 'mixed', triggers: [{ event: 'checkpoints/mixed' }] }, async ({ step }) => {
        await step.run('a', () => 1)
        await step.sleep('nap', '1s')
        await step.run('b', () => 2)
        await step.run('c', () => 3)
      }),
    ])
    await endedRun(target, await app.send('checkpoints/mixed'))
    expect(app.calls.length).toBe(2)
    expect(Object.keys(app.calls[1]?.body.steps ?? {}).sort()).toEqual([sha1('a'), sha1('nap')].sort())
  })

  test('when a checkpoint cannot be sent, the steps come with the answer and are kept', async () => {
    const ran: string[] = []
    let isBroken = true
    const app = await startApp(
      target,
      (client) => [
        client.createFunction(
          { id: 'broken', triggers: [{ event: 'checkpoints/broken' }] },
          async ({ step }) => {
            for (const id of ['a', 'b']) await step.run(id, () => void ran.push(id))
          },
        ),
      ],
      {
        interceptFetch: (url) =>
          isBroken && url.pathname.startsWith('/v1/checkpoint/')
            ? new Response('{"error":"no"}', { status: 503 })
            : undefined,
      },
    )
    const eventId = await app.send('checkpoints/broken')
    await until(() => app.calls.length > 1, 'the next call')
    isBroken = false
    expect(await endedRun(target, eventId)).toMatchObject({ status: 'Completed' })
    expect(ran).toEqual(['a', 'b'])
  })

  test('a failing step after checkpoints is tried again alone', async () => {
    const ran: string[] = []
    const app = await startApp(target, (client) => [
      client.createFunction(
        { id: 'again', retries: 1, triggers: [{ event: 'checkpoints/again' }] },
        async ({ step, attempt }) => {
          await step.run('a', () => void ran.push(`a${attempt}`))
          await step.run('b', () => {
            ran.push(`b${attempt}`)
            if (ran.length < 3) throw new Error('first try')
          })
          await step.run('c', () => void ran.push(`c${attempt}`))
        },
      ),
    ])
    expect(await endedRun(target, await app.send('checkpoints/again'))).toMatchObject({ status: 'Completed' })
    expect(ran).toEqual(['a0', 'b0', 'b1', 'c0'])
  })

  onlyOurs('what it answers to a claim it never gave is its own affair')(
    '409: a caller whose claim is not the current one is stale, and nothing of it is kept',
    async () => {
      const answers: { status: number; body: unknown }[] = []
      const app = await startApp(target, (client) => [
        client.createFunction(
          { id: 'stale', triggers: [{ event: 'checkpoints/stale' }] },
          async ({ step, runId }) => {
            await step.run('a', async () => {
              const steps = [{ id: sha1('b'), op: 'StepRun', data: 'forged' }]
              const body = { run_id: runId, fn_id: 'x', qi_id: randomUUID(), steps }
              answers.push(await rest(target, 'POST', `/v1/checkpoint/${runId}/async`, body))
            })
            return step.run('b', () => 'mine')
          },
        ),
      ])
      const run = await endedRun(target, await app.send('checkpoints/stale'))
      expect(run).toMatchObject({ status: 'Completed', output: 'mine' })
      expect(answers).toMatchObject([{ status: 409 }])
    },
  )

  onlyOurs('whether a cancelled run is noticed before the next step differs')(
    '409: a run that was cancelled meanwhile stops before its next step',
    async () => {
      const ran: string[] = []
      const app = await startApp(target, (client) => [
        client.createFunction(
          { id: 'cancelled', triggers: [{ event: 'checkpoints/cancelled' }] },
          async ({ step, runId }) => {
            await step.run('a', async () => {
              ran.push('a')
              await rest(target, 'DELETE', `/v1/runs/${runId}`)
            })
            await step.run('b', () => void ran.push('b'))
          },
        ),
      ])
      const eventId = await app.send('checkpoints/cancelled')
      await until(() => checkpointsOf(app.asked).length > 0, 'the checkpoint')
      expect(checkpointsOf(app.asked)).toMatchObject([{ status: 409 }])
      expect(await runsOf(target, eventId)).toMatchObject([{ status: 'Cancelled' }])
      expect(ran).toEqual(['a'])
    },
  )

  test.each([
    ['no JSON', '{"steps":'],
    ['no steps', { run_id: 'x', qi_id: randomUUID() }],
  ])('%s is refused', async (_what, body) => {
    const answer = await rest(target, 'POST', '/v1/checkpoint/01ARZ3NDEKTSV4RRFFQ69G5FAV/async', body)
    expect(answer.status).toBeGreaterThanOrEqual(400)
  })
})
