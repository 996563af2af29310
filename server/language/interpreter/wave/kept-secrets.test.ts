import { describe, expect, it } from 'vitest'
import { AppError } from '@/server/kernel/errors'
import type { ModelPort } from '../../contracts'
import { createHarness, eventOf, succeeded, workflow, workStep } from '../../testing'
import { createRunSecrets } from './run-secrets'

const SOURCE = workflow(
  '  - { id: a, http: { url: "https://x.test", headers: { X: "${{ secrets.TOKEN }}" } } }\n',
)

describe('secrets that a definition names', () => {
  it('are opened before anything happens; one that cannot be decrypted was never sent', async () => {
    const harness = createHarness({
      steps: { secrets: { read: () => Promise.reject(new AppError('invalid_state', 'Another key.')) } },
    })
    expect((await harness.start({ source: SOURCE }).done()).status).toBe('succeeded')
  })

  it('that cannot be read for another reason end the wave, not the run', async () => {
    const harness = createHarness({
      steps: { secrets: { read: () => Promise.reject(new Error('The database is away.')) } },
    })
    await expect(harness.start({ source: SOURCE }).done()).rejects.toThrow(/away/)
    expect(harness.store.snapshot().status).not.toBe('failed')
  })

  it('are found by whatever way a text names them', async () => {
    const read: string[] = []
    const harness = createHarness({
      steps: {
        secrets: {
          async read(_, name) {
            read.push(name)
            return undefined
          },
        },
      },
    })
    const source = workflow(
      '  - { id: a, http: { url: "https://x.test", headers: { A: "${{ secrets.ONE }}", B: "${{ secrets[\'TWO\'] }}" } } }\n',
    )
    await harness.start({ source }).done()
    expect(read.sort()).toEqual(['ONE', 'TWO'])
  })
})

describe('what streams in', () => {
  const ports = (value: string) => ({
    steps: createHarness({ secrets: { TOKEN: value } }).ports().steps,
    nonceOf: () => 'nonce-of-a-test-run',
  })

  it('shows no secret, wherever its pieces are cut', async () => {
    const secrets = createRunSecrets(ports('open-sesame'), 'run_1')
    await secrets.port.read({ orgId: 'org_1', projectId: 'prj_1' }, 'TOKEN')
    await secrets.port.read({ orgId: 'org_1', projectId: 'prj_1' }, 'TOKEN')
    const stream = secrets.maskStream()
    const told = ['It is open-', 'ses', 'ame, he said', '.'].map((piece) => stream.push(piece))
    expect([...told, stream.end()].join('')).toBe('It is •••TOKEN•••, he said.')
  })

  it('reaches whoever listens to a model, hidden; one that nobody listens to is left alone', async () => {
    const told: string[] = []
    const models: ModelPort = {
      async complete(_, { onText }) {
        for (const piece of ['open-', 'sesame', '']) onText?.(piece)
        const usage = {
          uncachedInputTokens: 1,
          cacheReadTokens: 0,
          cacheWriteTokens: 0,
          outputTokens: 1,
          reasoningTokens: 0,
        }
        const answer = {
          text: 'open-sesame',
          provider: 'p',
          model: 'm',
          usage,
          costNanos: '5',
          finishReason: 'stop',
        }
        return { ok: true, answer }
      },
    }
    const harness = createHarness({
      secrets: { TOKEN: 'open-sesame' },
      steps: { models },
      async work({ ports, path, orgId, projectId, runId, attempt, signal }) {
        const caller = { orgId, projectId, runId, path, attempt }
        const request = { model: 'p/m', prompt: 'x', signal }
        await ports.models.complete(caller, { ...request, onText: (text) => void told.push(text) })
        const second = await ports.models.complete(caller, request)
        return succeeded({ said: second.ok ? second.answer.text : null })
      },
    })
    const cost = '  - { id: cost, set: { usd: "${{ steps.a.costUsd }}" } }\n'
    await harness.start({ source: `${SOURCE}${cost}` }).done()
    expect(told.join('')).toBe('•••TOKEN•••')
    const log = harness.store.log()
    expect(eventOf(log, 'step.succeeded', 'a').output).toEqual({ said: '•••TOKEN•••' })
    expect(eventOf(log, 'step.succeeded', 'cost').output).toEqual({ usd: 0.00000001 })
  })
})

it('code sees what stands for its secrets, and the calls of a sensitive step are sensitive', async () => {
  const harness = createHarness({
    secrets: { TOKEN: 'open-sesame' },
    work: ({ config }) => succeeded({ sent: config.headers.X ?? null }),
  })
  const source = workflow(
    `  - { id: a, code: "const { sent } = await http({ url: 'https://x.test', headers: { X: secrets.TOKEN } })\\nreturn sent" }
  - { id: b, code: "return await http('https://x.test')", sensitive: true }
${workStep('c')}`,
  )
  await harness.start({ source }).done()
  const log = harness.store.log()
  expect(eventOf(log, 'step.succeeded', 'a').output).toBe('•••TOKEN•••')
  expect(eventOf(log, 'step.started', 'b.0-http').input).toBe('•••')
  expect(JSON.stringify(log)).not.toContain('open-sesame')
})
