import type { RunOutcome, RunPhase } from '@/server/kernel/run-events'
import type { RunStatus } from '@/server/kernel/statuses'
import type { CommitItem, RunStop } from '../../contracts'
import type { SlotResult } from '../plan/plan-node'
import { rollbackTargets } from './rollback-targets'
import { mainOutcome, type Stop } from './run-texts'
import { scopeAfter } from './scope'
import type { WaveContext } from './wave-context'

/**
 * The parts of a run, one after another: the main part, `finally`, and the rollback. Each begins with an event that
 * tells how the main part ended, so that a wave that comes later goes on in the right one.
 */
export class RunPhases {
  private phase: RunPhase
  private outcome: RunOutcome | undefined
  private stop: Stop | undefined
  private isKilled = false

  constructor(
    private readonly wave: WaveContext,
    private readonly then: {
      /** The run is over, and the log says so. */
      end(status: RunStatus): void
      /** The next part is for another wave, which reads the log anew. */
      handOver(): void
    },
  ) {
    this.phase = wave.snapshot.phase
    this.outcome = wave.snapshot.outcome
  }

  /** Goes on where the log stands: the rollback is planned from it, the rest the planner knows. */
  begin() {
    if (this.phase === 'rollback') this.openRollback()
    this.heed(this.wave.snapshot.stop)
  }

  get isMain(): boolean {
    return this.phase === 'main'
  }

  /** What expressions see from `base`. */
  scope(base: ReturnType<WaveContext['scope']>): ReturnType<WaveContext['scope']> {
    return this.outcome ? scopeAfter(base, this.outcome) : base
  }

  /** People asked for this. Whoever cancels twice, or in a later part, stops that part too. */
  heed(stop: RunStop) {
    if (stop === 'none') return
    if (this.isMain) this.stopMain({ kind: 'cancelled' })
    const isMeant = this.phase === 'rollback' || this.outcome?.status !== 'cancelled'
    if (stop === 'cancel' && (this.isMain || !isMeant)) return
    if (this.isKilled) return
    this.isKilled = true
    this.wave.planner.stopAll()
  }

  /** The main part ends from outside of its steps. */
  stopMain(stop: Stop) {
    if (this.stop || !this.isMain) return
    this.stop = stop
    this.wave.planner.stopAll()
  }

  /** The part that went on is over. */
  onPartEnd(end: SlotResult) {
    if (this.phase === 'finally') return this.follow(this.afterFinally(end))
    this.wave.work(mainOutcome(this.wave, end, this.stop), (outcome) => this.follow(outcome))
  }

  onRollbackEnd(result: SlotResult) {
    const { outcome } = this
    const cause = outcome?.status === 'failed' ? outcome.error : undefined
    if (result.kind === 'completed')
      return this.finish({ type: 'run.rolledBack', ...(cause ? { error: cause } : {}) }, 'rolled_back')
    const why = result.kind === 'failed' ? result.error.message : 'It was stopped.'
    const at = result.kind === 'failed' && result.error.path !== undefined ? { path: result.error.path } : {}
    const message = `The rollback is not complete: ${why} What is undone stays undone; roll back again to go on.`
    const details = cause ? { details: { cause: { code: cause.code, message: cause.message } } } : {}
    this.finish(
      { type: 'run.failed', error: { code: 'rollback_failed', message, ...at, ...details } },
      'failed',
    )
  }

  private afterFinally(end: SlotResult): RunOutcome {
    const outcome = this.outcome ?? { status: 'cancelled' }
    return outcome.status === 'succeeded' && end.kind === 'failed'
      ? { status: 'failed', error: end.error }
      : outcome
  }

  private follow(outcome: RunOutcome) {
    const { definition, fragment } = this.wave.snapshot
    const isWhole = fragment === undefined && !this.isKilled
    this.outcome = outcome
    if (this.isMain && isWhole && definition.finally) {
      this.phase = 'finally'
      this.wave.commits.add([{ type: 'run.finishing', phase: 'finally', outcome }])
      this.wave.planner.openFinally()
      return
    }
    if (isWhole && outcome.status === 'failed' && definition.rollback === 'onFailure') {
      const event: CommitItem = { type: 'run.finishing', phase: 'rollback', outcome }
      this.wave.commits.add([event], () => this.then.handOver())
      return
    }
    this.end(outcome)
  }

  private openRollback() {
    this.wave.work(rollbackTargets(this.wave), (targets) => {
      this.wave.planner.openRollback(targets)
      if (this.isKilled) this.wave.planner.stopAll()
    })
  }

  private end(outcome: RunOutcome) {
    switch (outcome.status) {
      case 'succeeded':
        return this.finish({ type: 'run.succeeded', output: outcome.output }, 'succeeded')
      case 'failed':
        return this.finish({ type: 'run.failed', error: outcome.error }, 'failed')
      case 'cancelled':
        return this.finish({ type: 'run.cancelled' }, 'cancelled')
    }
  }

  private finish(event: CommitItem, status: RunStatus) {
    this.wave.commits.add([event], () => this.then.end(status))
  }
}
