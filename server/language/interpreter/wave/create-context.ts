import type { JsonObject } from '@/server/kernel/json'
import type { Lease, RunSnapshot } from '../../contracts'
import { Planner } from '../plan/planner'
import { timeoutFailure } from './attempt'
import { CommitQueue } from './commit-queue'
import { DueQueue } from './due-queue'
import { plannedRun } from './fragment'
import type { WaveLimits, WavePorts } from './ports'
import { createRunSecrets } from './run-secrets'
import { baseScopeOf } from './scope'
import { runErrorOf } from './settle-step'
import { createStoredResults } from './stored'
import type { WaveContext } from './wave-context'

/** What the context asks of the wave itself. */
interface Hooks extends Pick<WaveContext, 'post' | 'work' | 'answer'> {
  /** Ends the wave with this error at its next turn. */
  fail(error: unknown): void
  /** What expressions see in the part of the run that goes on. */
  scope(base: JsonObject): JsonObject
}

export function createContext(
  ports: WavePorts,
  lease: Lease,
  snapshot: RunSnapshot,
  limits: WaveLimits,
  { post, work, answer, fail, scope }: Hooks,
): WaveContext {
  const base = baseScopeOf(snapshot, snapshot.startedAt ?? ports.clock.now().toISOString())
  const nowMs = () => ports.clock.now().getTime()
  const { definition, fragment, steps, phase, runId } = snapshot
  const context: WaveContext = {
    ports,
    limits,
    snapshot,
    scope: () => scope(base),
    planner: new Planner(plannedRun(definition, fragment), steps, phase),
    commits: new CommitQueue({
      commit: (items, at) => ports.store.commit(lease, items, at),
      now: () => ports.clock.now(),
      post,
      onError: fail,
    }),
    due: new DueQueue(),
    secrets: createRunSecrets(ports, runId),
    stored: createStoredResults(ports.steps, snapshot),
    nowMs,
    instantIn: (durationMs) => new Date(nowMs() + durationMs).toISOString(),
    post,
    work,
    answer,
    limitTime(node, timeoutMs) {
      const startedMs = node.startedAt === undefined ? nowMs() : Date.parse(node.startedAt)
      context.due.add(startedMs + timeoutMs, () =>
        context.planner.failContainer(node, runErrorOf(context, node, timeoutFailure(timeoutMs))),
      )
    },
  }
  return context
}
