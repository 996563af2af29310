import type { StepPorts, WorkflowDefinition } from '../contracts'
import { checkWorkflow } from '../definition'
import type { WaveLimits, WavePorts } from '../interpreter'
import { type CrashPoint, type MortalStore, mortalStore } from './crashes'
import { type Driven, driveRun } from './drive-run'
import { memoryPorts } from './memory-ports'
import { MemoryStore, type NewRun } from './memory-store'
import { scriptedSteps, succeeded, type Work } from './scripted-steps'
import { createVirtualClock, type VirtualClock } from './virtual-clock'

export interface HarnessOptions {
  work?: Work
  steps?: Partial<StepPorts>
  secrets?: Record<string, string>
  /** Documents of workflows that `workflow` steps find, by name. */
  workflows?: Record<string, string>
  /** Replaces the scripted step kinds, e.g. by the real plug-ins. */
  handlerOf?: WavePorts['handlerOf']
  clock?: VirtualClock
  limits?: Partial<WaveLimits>
}

export interface Harness {
  clock: VirtualClock
  store: MemoryStore
  /** Errors that handlers threw. */
  bugs: unknown[]
  /** Ports of one process, which dies at the given point. */
  ports(crash?: CrashPoint): WavePorts & { store: MortalStore }
  start(run: Omit<NewRun, 'definition'> & { source: string }): Driving
  /** Goes on with a run that is over or waits. */
  drive(request: Driving['request'], options?: DriveOptions): Promise<Drive>
}

export interface Driving {
  request: { orgId: string; runId: string; generation: number }
  done(options?: DriveOptions): Promise<Drive>
}

export interface Drive extends Driven {
  commits: number
  /** Processes that died. */
  deaths: number
}

export interface DriveOptions {
  /** Where the process of the n-th wave (1-based) dies. */
  crashOf?(wave: number): CrashPoint | undefined
  /** The one commit, counted over all waves of this drive, at which the process dies. */
  crashAt?: CrashPoint
  onWaiting?(dueAt: string | null): void
}

/** A whole engine in memory: store, clock, step kinds, and the loop of waves. Chance is always one half. */
export function createHarness(options: HarnessOptions = {}): Harness {
  const clock = options.clock ?? createVirtualClock()
  const store = new MemoryStore(clock)
  const bugs: unknown[] = []
  const workflows = Object.fromEntries(
    Object.entries(options.workflows ?? {}).map(([name, source]) => [name, definitionOf(source)]),
  )
  const { secrets = {} } = options
  // One world for all processes.
  const world = memoryPorts({ store, clock, secrets, workflows })
  const ports: Harness['ports'] = (crash) => ({
    store: mortalStore(store, crash),
    steps: { ...world, ...options.steps },
    handlerOf: options.handlerOf ?? scriptedSteps(options.work ?? (() => succeeded())),
    clock,
    random: () => 0.5,
    nonceOf: (runId) => `the-nonce-of-${runId.replaceAll(/\W/g, '-')}`,
    isInterruption: (error) => error instanceof Error && error.name === 'Interruption',
    reportBug: (error) => void bugs.push(error),
  })
  const drive: Harness['drive'] = (request, { crashOf, crashAt, onWaiting } = {}) => {
    const stores: MortalStore[] = []
    return driveRun({
      store,
      request,
      portsOf(wave) {
        const before = stores.reduce((sum, { commits }) => sum + commits, 0)
        const point =
          crashAt && before < crashAt.commit ? { ...crashAt, commit: crashAt.commit - before } : undefined
        const wavePorts = ports(point ?? crashOf?.(wave))
        stores.push(wavePorts.store)
        return wavePorts
      },
      ...(options.limits ? { limits: options.limits } : {}),
      ...(onWaiting ? { onWaiting } : {}),
    }).then((driven) => ({
      ...driven,
      commits: stores.reduce((sum, { commits }) => sum + commits, 0),
      deaths: stores.filter(({ isDead }) => isDead).length,
    }))
  }
  return {
    clock,
    store,
    bugs,
    ports,
    drive,
    start({ source, ...run }) {
      const request = store.start({ ...run, definition: definitionOf(source) })
      return { request, done: (driveOptions) => drive(request, driveOptions) }
    },
  }
}

/** The checked definition of a document that must be right. */
export function definitionOf(source: string): WorkflowDefinition {
  const checked = checkWorkflow(source)
  if (checked.ok) return checked.definition
  throw new Error(checked.problems.map(({ line, message }) => `line ${line}: ${message}`).join('\n'))
}
