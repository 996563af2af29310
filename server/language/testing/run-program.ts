import { expect } from 'vitest'
import type { LoggedRunEvent } from '@/server/kernel/run-events'
import type { StepOutcome, WorkflowDefinition } from '../contracts'
import type { CrashPoint } from './crashes'
import { createHarness, type Harness } from './harness'
import { CHILD_OF_PROGRAMS } from './random-programs'
import { failed, succeeded } from './scripted-steps'

interface Played {
  /** What came of it: of the run, and of each step by its path. */
  came: { status: string; end: unknown; steps: Record<string, unknown> }
  logs: Map<string, LoggedRunEvent[]>
  /** Work that was done outside, by run and path. */
  ledger: Map<string, number>
  commits: number
  deaths: number
}

interface Trouble {
  /** Where its process dies. */
  crashAt?: CrashPoint
  /** Somebody cancels it when so much work has begun. */
  cancelAtWork?: number
}

/** Runs a program in memory, and whatever it started. */
export async function runProgram(
  definition: WorkflowDefinition,
  { crashAt, cancelAtWork }: Trouble = {},
): Promise<Played> {
  const ledger = new Map<string, number>()
  let begun = 0
  const harness = createHarness({
    workflows: { child: CHILD_OF_PROGRAMS },
    async work({ runId, path, signal }) {
      begun += 1
      if (begun === cancelAtWork) harness.store.requestCancel()
      const outcome = await fateOfWork(harness, { runId, path, signal })
      const key = `${runId}:${path}`
      if (!signal.aborted) ledger.set(key, (ledger.get(key) ?? 0) + 1)
      return outcome
    },
  })
  const request = harness.store.start({ definition })
  const { commits, deaths } = await harness.drive(request, crashAt ? { crashAt } : {})
  for (const open of harness.store.openRuns()) await harness.drive(open)
  if (harness.bugs.length > 0) throw harness.bugs[0]
  const { status, steps } = harness.store.snapshot()
  const runIds = new Set(['run_1', ...[...ledger.keys()].map((key) => key.split(':')[0] ?? '')])
  const logs = new Map([...runIds].map((runId) => [runId, harness.store.log(runId)]))
  const told = steps.map(({ path, status, output, error, continued }) => [
    path,
    { status, output: output ?? null, error: error?.code ?? null, at: error?.path ?? null, continued },
  ])
  const { seq: _, at: __, ...end } = logs.get('run_1')?.at(-1) ?? { seq: 0, at: '' }
  return { came: { status, end, steps: Object.fromEntries(told) }, logs, ledger, commits, deaths }
}

/** Holds what comes of a program whose process dies against what comes of it otherwise, once for each death. */
export async function expectSameAfterCrashes(
  definition: WorkflowDefinition,
  crashesOf: (commits: number) => CrashPoint[],
): Promise<void> {
  const calm = await runProgram(definition)
  expect(['succeeded', 'failed', 'rolled_back']).toContain(calm.came.status)
  expectEachOnce(calm)
  for (const crash of crashesOf(calm.commits)) {
    const stormy = await runProgram(definition, { crashAt: crash })
    expect(stormy.deaths).toBe(1)
    expect(stormy.came).toEqual(calm.came)
    expect([...stormy.ledger.keys()].sort()).toEqual([...calm.ledger.keys()].sort())
    expectEachOnce(stormy)
  }
}

/** Holds that a program which is cancelled ends, and leaves nothing open. */
export async function expectToStop(definition: WorkflowDefinition, trouble: Trouble): Promise<void> {
  const stopped = await runProgram(definition, trouble)
  expect(['succeeded', 'failed', 'rolled_back', 'cancelled']).toContain(stopped.came.status)
  expectEachOnce(stopped)
}

/** No step starts or ends again once it is over, all end, and none did its work more often than it was started. */
function expectEachOnce({ logs, ledger }: Played): void {
  for (const [runId, log] of logs) {
    const starts = startsIn(log)
    for (const [key, times] of ledger) {
      const path = key.slice(runId.length + 1)
      if (key.startsWith(`${runId}:`)) expect(times, key).toBeLessThanOrEqual(starts.get(path) ?? 0)
    }
  }
}

function startsIn(log: readonly LoggedRunEvent[]): Map<string, number> {
  const starts = new Map<string, number>()
  const begun = new Set<string>()
  const ended = new Set<string>()
  for (const event of log) {
    if (event.type === 'step.started' || event.type === 'step.queued') begun.add(event.path)
    if (event.type === 'step.started') {
      expect(ended.has(event.path), `${event.path} ran again`).toBe(false)
      starts.set(event.path, (starts.get(event.path) ?? 0) + 1)
    }
    if (!ENDS.has(event.type) || !('path' in event)) continue
    expect(ended.has(event.path), `${event.path} ended twice`).toBe(false)
    ended.add(event.path)
  }
  expect([...begun].filter((path) => !ended.has(path))).toEqual([])
  return starts
}

const ENDS = new Set<string>(['step.succeeded', 'step.failed', 'step.skipped', 'step.cancelled'])

/** By the path alone, and how often it failed, as the log says: two runs of a program agree. */
export async function fateOfWork(
  { clock, store }: Harness,
  { runId, path, signal }: { runId: string; path: string; signal: AbortSignal },
): Promise<StepOutcome> {
  const hash = hashOf(path)
  await clock.sleep(200 + (hash % 7) * 100, signal)
  if (signal.aborted) return failed('aborted', { retryable: false })
  const failures = store
    .log(runId)
    .filter((event) => event.type === 'step.attemptFailed' && event.path === path).length
  if (hash % 9 === 0) return failed('declined', { retryable: false })
  if (hash % 9 === 1 && failures === 0) return failed('busy')
  return succeeded({ path })
}

function hashOf(text: string): number {
  let hash = 7
  for (const character of text) hash = (hash * 31 + character.charCodeAt(0)) % 1_000_003
  return hash
}
