import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ShellPort, StepOutcome } from '@/server/language/contracts'
import { shellKind } from '@/server/language/definition/kinds'
import { createShell } from '@/server/platform/shell'
import { shellStep } from './shell.step'
import { markers, memoryContext } from './testing/memory-context'

const TOKEN = 'tok-3f9a1c77'
const KEY = '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0\nBAQEFAASCBKcwggSjAgEAAoIB\n-----END KEY-----'

let directory: string
let commands: ShellPort['run']

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'pawl-shell-step-'))
  const shell = createShell({ directory, graceMs: 300 })
  commands = ({ runId }, command) => shell.run(runId, command)
})

afterAll(() => rm(directory, { recursive: true }))

describe('a command', () => {
  test('gives its exit code and output, and its lines to the log', async () => {
    const { outcome, memory } = await run({
      script: 'echo "hi $WHO"; cat; echo oops >&2',
      env: { WHO: 'you' },
      stdin: 'in\n',
    })
    expect(outcome).toEqual({
      kind: 'succeeded',
      output: { exitCode: 0, stdout: 'hi you\nin\n', stderr: 'oops\n' },
    })
    expect(memory.logs).toHaveLength(3)
    expect(memory.logs).toEqual(
      expect.arrayContaining([
        { level: 'info', message: 'hi you', stream: 'stdout' },
        { level: 'info', message: 'oops', stream: 'stderr' },
      ]),
    )
  })

  test('with an exit code that is not expected fails, and tells its last words', async () => {
    const { outcome } = await run({ script: 'seq 30 >&2; echo "no such file" >&2; exit 3' })
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: {
        code: 'shell_exit',
        retryable: true,
        message: 'The command ended with exit code 3; expected 0. Its last line: no such file',
        details: { exitCode: 3, signal: null, stdout: '' },
      },
    })
    const lines = detailsOf(outcome).stderr.split('\n')
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([20, '12', 'no such file'])
  })

  test('may end with each of the codes that count as success', async () => {
    expect(await run({ run: ['sh', '-c', 'exit 1'], successCodes: [0, 1] })).toMatchObject({
      outcome: { kind: 'succeeded', output: { exitCode: 1 } },
    })
  })

  test('that a signal ended fails, and what the signal may mean is told', async () => {
    const { outcome } = await run({ script: 'kill -KILL $$' })
    expect(outcome).toMatchObject({
      failure: {
        code: 'shell_exit',
        message: expect.stringMatching(/SIGKILL, as when memory/),
        details: { exitCode: null, signal: 'SIGKILL' },
      },
    })
  })

  test('that does not exist fails for good', async () => {
    expect(await run({ run: ['no-such-program'] })).toMatchObject({
      outcome: { kind: 'failed', failure: { code: 'shell_not_found', retryable: false } },
    })
  })

  test('that is cancelled ends', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 100)
    expect(await run({ run: ['sleep', '600'] }, {}, stop.signal)).toMatchObject({
      outcome: { kind: 'failed', failure: { code: 'cancelled', retryable: false } },
    })
  })
})

test('where commands are off, none runs', async () => {
  const { context, memory } = memoryContext(shellKind.schema.parse({ run: ['true'] }))
  expect(await shellStep.run(context)).toEqual({
    kind: 'failed',
    failure: { code: 'shell_disabled', message: 'Commands are off.', retryable: false },
  })
  expect(memory.commands).toEqual([])
})

describe('a long output', () => {
  test('is cut, and the log says so', async () => {
    const { outcome, memory } = await run({ run: ['seq', '1000'], maxOutputKb: 1 })
    expect(outcome).toMatchObject({ kind: 'succeeded' })
    expect(outputOf(outcome).stdout).toHaveLength(1_024)
    expect(memory.logs.at(-1)).toMatchObject({
      level: 'warn',
      message: expect.stringContaining('more than 1 KiB'),
    })
  })

  test('has its first lines in the log, and leaves room for what Pawl has to say', async () => {
    const { outcome, memory } = await run({ run: ['seq', '5000'] })
    expect(outputOf(outcome).stdout).toMatch(/\n5000\n$/)
    expect(memory.logs).toHaveLength(901)
    expect(memory.logs.at(-1)).toMatchObject({
      level: 'warn',
      message: expect.stringContaining('5000 lines'),
    })
  })
})

describe('a secret', () => {
  const env = { TOKEN: markers.markerOf('TOKEN') }

  test('reaches the command in env and stdin, and is hidden wherever it prints it', async () => {
    const script = 'printf "%s|%s|" "${#TOKEN}" "$TOKEN"; cat; printf %s "$TOKEN" | base64 >&2; exit 2'
    const { outcome, memory } = await run({ script, env, stdin: `x${markers.markerOf('TOKEN')}` }, { TOKEN })
    expect(memory.commands[0]).toMatchObject({ env: { TOKEN }, stdin: `x${TOKEN}` })
    expect(detailsOf(outcome)).toMatchObject({ stdout: `${TOKEN.length}|•••TOKEN•••|x•••TOKEN•••` })
    expect(shown({ outcome, memory })).not.toContain(TOKEN)
    expect(shown({ outcome, memory })).not.toContain(Buffer.from(TOKEN).toString('base64').slice(0, 12))
  })

  test('of many lines is hidden line by line', async () => {
    const script = 'echo "$KEY"; echo "$KEY" | sed "s/^/  /"'
    const { outcome, memory } = await run({ script, env: { KEY: markers.markerOf('KEY') } }, { KEY })
    expect(memory.logs.map(({ message }) => message)).toEqual([
      ...Array(4).fill('•••KEY•••'),
      ...Array(4).fill('  •••KEY•••'),
    ])
    expect(shown({ outcome, memory })).not.toContain('MIIEvQ')
  })

  test('that is cut in two at the end of the output or of a line leaves no half', async () => {
    const script = `printf 'x%.0s' $(seq 8186); printf %s "$TOKEN"; echo; printf 'y%.0s' $(seq 2035); printf %s "$TOKEN"`
    const { outcome, memory } = await run({ script, env, maxOutputKb: 10 }, { TOKEN })
    const { stdout } = outputOf(outcome)
    expect(stdout).toMatch(/^x{8186}•••TOKEN•••\n/)
    expect(shown({ outcome, memory })).not.toContain('tok')
    expect(memory.logs[0]?.message).toMatch(/^x+…$/)
  })

  test('that is not set stops the step before anything runs', async () => {
    const { outcome, memory } = await run({ run: ['true'], env }, {})
    expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'secret_missing' } })
    expect(memory.commands).toEqual([])
  })
})

async function run(written: object, secrets: Record<string, string> = {}, signal?: AbortSignal) {
  const config = shellKind.schema.parse(written)
  const { context, memory } = memoryContext(config, { shell: commands, secrets }, signal && { signal })
  return { outcome: await shellStep.run(context), memory }
}

function shown({ outcome, memory }: Awaited<ReturnType<typeof run>>): string {
  return JSON.stringify([outcome, memory.logs])
}

function outputOf(outcome: StepOutcome): { stdout: string } {
  if (outcome.kind !== 'succeeded') throw new Error(`It did not succeed: ${JSON.stringify(outcome)}`)
  // The step gives `{ exitCode, stdout, stderr }`.
  return outcome.output as { stdout: string }
}

function detailsOf(outcome: StepOutcome): { stdout: string; stderr: string } {
  if (outcome.kind !== 'failed') throw new Error(`It did not fail: ${JSON.stringify(outcome)}`)
  // An unexpected end tells the ends of both outputs.
  return outcome.failure.details as { stdout: string; stderr: string }
}
