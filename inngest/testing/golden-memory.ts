import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isRunEnded } from '@/server/kernel/statuses'
import type { HttpPort, ModelPort, ShellPort } from '@/server/language/contracts'
import { checkInputs } from '@/server/language/definition'
import type { Clock } from '@/server/language/interpreter'
import { createHarness, createVirtualClock, definitionOf, type Harness } from '@/server/language/testing'
import type { GoldenAct } from '@/server/language/testing/golden/golden-script'
import { GOLDEN_SERVER, type Golden } from '@/server/language/testing/golden/goldens'
import { type GoldenRun, normalRun, type RecordedRun } from '@/server/language/testing/golden/normal-run'
import { stepKinds, toolPort } from '@/server/plugins'
import { offlineProvider } from '@/server/plugins/providers/offline.provider'
import { childRunsIn, GoldenActs, type GoldenHands } from './golden-acts'
import { goldenAnswers } from './golden-answers'

/** Runs a golden workflow in memory, in virtual time, with the real step kinds. */
export async function runInMemory(golden: Golden): Promise<GoldenRun> {
  const clock = createVirtualClock()
  const acts = new GoldenActs(golden.script)
  let go: () => Promise<number> = async () => 0
  const harness = createHarness({
    clock,
    handlerOf: (kind) => stepKinds.get(kind),
    secrets: golden.script.secrets,
    workflows: golden.others,
    steps: {
      http: httpOf(golden, clock, () => go()),
      models: offlineModels,
      shell: commands(),
      tools: toolPort,
    },
  })
  const checked = checkInputs(definitionOf(golden.source), golden.inputs)
  if (!checked.ok) throw new Error(`The inputs of ${golden.name} do not fit: ${JSON.stringify(checked)}`)
  const { request } = harness.start({ source: golden.source, inputs: checked.inputs })
  const hands = handsOf(harness, request)
  go = () => acts.go(hands)
  await driveAll(harness, request, acts, go)
  if (harness.bugs.length > 0) throw harness.bugs[0]
  return normalRun(recordedOf(harness, request.runId), GOLDEN_SERVER)
}

type Request = { orgId: string; runId: string; generation: number }

/** Until the run is over and nobody has anything left to do with it; then whatever it started and did not wait for. */
async function driveAll(harness: Harness, request: Request, acts: GoldenActs, go: () => Promise<number>) {
  for (;;) {
    let done = 0
    const acting: Promise<void>[] = []
    await harness.drive(request, {
      onWaiting: () =>
        void acting.push(
          go().then((count) => {
            done += count
          }),
        ),
    })
    await Promise.all(acting)
    done += await go()
    const { status } = harness.store.snapshot(request.runId)
    if (isRunEnded(status) && acts.isOver) break
    if (done === 0) throw new Error(`The run is ${status} and nothing happens; left to do: ${acts}`)
  }
  for (const open of harness.store.openRuns()) await harness.drive(open)
}

/** `request` follows the run from generation to generation. */
function handsOf(harness: Harness, request: Request): GoldenHands {
  const { store } = harness
  const runOf = (inRunOf: string | undefined) =>
    inRunOf === undefined ? request.runId : childRunsIn(store.log(request.runId)).get(inRunOf)
  let emitted = 0
  return {
    async logOf(inRunOf) {
      const runId = runOf(inRunOf)
      return runId === undefined ? undefined : store.log(runId)
    },
    async perform(act: GoldenAct) {
      const runId = runOf(act.inRunOf)
      if (runId === undefined) return 'not yet'
      switch (act.do) {
        case 'decide': {
          const { path: gate, verdict: outcome, values, comment } = act
          if (!store.pendingApprovals(runId).some((pending) => pending.path === gate)) return 'not yet'
          store.decide(gate, { outcome, ...(values && { values }), ...(comment && { comment }) }, runId)
          return 'done'
        }
        case 'emit': {
          emitted += 1
          const caller = { orgId: 'org_1', projectId: 'prj_1', runId: 'outside', path: '', attempt: emitted }
          await harness.ports().steps.events.emit(caller, { name: act.name, data: act.data })
          return 'done'
        }
        case 'cancel':
          store.requestCancel(runId)
          return 'done'
        case 'pause':
          store.pause(runId)
          return 'done'
        case 'continue':
          store.continue(runId)
          return 'done'
        case 'resume':
        case 'rollBack':
          if (!isRunEnded(store.snapshot(runId).status)) return 'not yet'
          Object.assign(request, act.do === 'resume' ? store.resume(runId) : store.rollBack(runId))
          return 'done'
      }
    },
  }
}

function recordedOf(harness: Harness, runId: string): RecordedRun {
  const log = harness.store.log(runId)
  const children = [...childRunsIn(log)].map(([at, child]) => [at, recordedOf(harness, child)] as const)
  return { runId, log, children: Object.fromEntries(children) }
}

function httpOf({ script }: Golden, clock: Clock, onRequest: () => Promise<unknown>): HttpPort {
  const answerTo = goldenAnswers(script)
  return {
    async request(_, { method, url, headers, body = '', timeoutMs, signal }) {
      const target = url.slice(GOLDEN_SERVER.length)
      const { delayMs, ...answer } = answerTo({ method, target, headers, body })
      await onRequest()
      await clock.sleep(Math.min(delayMs, timeoutMs), signal)
      if (signal.aborted)
        return { ok: false, code: 'cancelled', message: 'The request was cancelled.', retryable: false }
      if (delayMs > timeoutMs) {
        const message = `${new URL(url).host} did not answer in full within ${timeoutMs} ms.`
        return { ok: false, code: 'timeout', message, retryable: true }
      }
      return { ok: true, ...answer, url, durationMs: delayMs }
    },
  }
}

const offlineModels: ModelPort = {
  async complete(_, { model: name, ...request }) {
    const [provider = '', model = ''] = name.split('/')
    if (provider !== 'offline')
      return { ok: false, code: 'provider_not_set_up', message: `No ${provider}.`, retryable: false }
    const result = await offlineProvider.complete({ model, request, fetch: globalThis.fetch })
    if (!result.ok) {
      const { usage: _, ...refusal } = result
      return refusal
    }
    const { text, object, finishReason, usage } = result
    if (!usage) throw new Error('The offline rules count what they read and write.')
    const answer = { text, ...(object !== undefined && { object }), provider, model, usage, finishReason }
    return { ok: true, answer: { ...answer, costNanos: '0' } }
  },
}

/** Commands that take no time of the virtual clock: each is over before anything else happens. */
function commands(): ShellPort {
  let folder: string | undefined
  return {
    check: async () => ({ ok: true }),
    async run(_, { argv: [program = '', ...rest], env, stdin, onLine }) {
      folder ??= mkdtempSync(path.join(tmpdir(), 'pawl-golden-'))
      const cwd = folder
      const found = { ...process.env, ...env }
      const options = { cwd, env: found, input: stdin ?? '', encoding: 'utf8' } as const
      const { stdout, stderr, status, signal } = spawnSync(program, rest, options)
      for (const line of linesOf(stdout)) onLine('stdout', line)
      for (const line of linesOf(stderr)) onLine('stderr', line)
      return { ok: true, exitCode: status, signal, stdout, stderr, isTruncated: false, durationMs: 0 }
    },
  }
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}
