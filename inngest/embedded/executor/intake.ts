import { newUlid } from '@/server/kernel/ulid'
import type { EngineEvent } from '../protocol/event'
import type { CalledRun } from '../store/calls'
import type { ClaimedCall } from '../store/claims'
import type { Database } from '../store/database'
import { type PlainRun, storePlainly } from '../store/events'
import type { Catalogue, Functions, KnownFunction } from './catalogue'
import type { Dispatcher } from './dispatcher'
import { type IncomingEvent, incomingEvent, ingestEvents, matching } from './ingest'
import { isPlain, priorityMsOf } from './start-run'

export interface IntakeOptions {
  catalogue: Catalogue
  /** The calls of this process, once it makes any. */
  dispatcher: () => Dispatcher | undefined
  tenantOf: (event: EngineEvent) => string
  /** There is work in so many milliseconds. */
  onWork: (delayMs: number) => void
}

export interface Intake {
  /** Stores the events, all or none, with all they set going; gives their ids. */
  receive(db: Database, events: EngineEvent[], seed: string | null): Promise<string[]>
}

interface PlannedRun {
  run: PlainRun
  incoming: IncomingEvent
  fn: KnownFunction
}

/** Takes in events: the common ones, which only start runs, in one statement whose calls begin at once. */
export function createIntake({ catalogue, dispatcher, tenantOf, onWork }: IntakeOptions): Intake {
  async function receive(db: Database, events: EngineEvent[], seed: string | null): Promise<string[]> {
    const incoming = events.map((event, index) =>
      incomingEvent(event, tenantOf(event), seed ? `seed:${seed}:${index}` : undefined),
    )
    const known = await catalogue.known()
    const first = await receivePlainly(db, incoming, known)
    const plainly =
      first === undefined || first.kind === 'stored'
        ? first
        : await receivePlainly(db, incoming, await catalogue.asOf(first.version))
    const stored = plainly?.kind === 'stored' ? plainly.ids : new Set<string>()
    const rest = incoming.filter(({ id }) => !stored.has(id))
    if (rest.length === 0) return incoming.map(({ id }) => id)
    const ids = await db.transaction((tx) => ingestEvents(tx, rest))
    for (const delayMs of new Set(rest.map((event) => event.delayMs))) onWork(delayMs)
    const idOf = new Map(rest.map(({ id }, index) => [id, ids[index] ?? id]))
    return incoming.map(({ id }) => idOf.get(id) ?? id)
  }

  /** `undefined` when they take more than this way does; `outdated` when the functions have changed meanwhile. */
  async function receivePlainly(
    db: Database,
    incoming: IncomingEvent[],
    functions: Functions,
  ): Promise<{ kind: 'stored'; ids: Set<string> } | { kind: 'outdated'; version: string } | undefined> {
    const planned = plan(incoming, functions)
    if (!planned) return undefined
    const calls = dispatcher()
    const runs = planned.map(({ run, incoming: { delayMs } }) => ({
      ...run,
      claim: delayMs > 0 ? undefined : calls?.reserve(run.tenant),
    }))
    const release = (isUnknown: boolean) => {
      for (const { claim } of runs) if (claim) calls?.release(claim, isUnknown)
    }
    let result: Awaited<ReturnType<typeof storePlainly>>
    try {
      result = await storePlainly(db, functions.version, incoming, runs)
    } catch (error) {
      release(true)
      throw error
    }
    if (!result.fits) {
      release(false)
      return result.version === functions.version ? undefined : { kind: 'outdated', version: result.version }
    }
    const ids = new Set(result.stored)
    begin(calls, planned, runs, ids)
    return { kind: 'stored', ids }
  }

  function begin(
    calls: Dispatcher | undefined,
    planned: PlannedRun[],
    runs: PlainRun[],
    stored: ReadonlySet<string>,
  ): void {
    const delays = new Set<number>()
    for (const [index, { incoming, fn }] of planned.entries()) {
      const run = runs[index]
      if (!run) continue
      if (!stored.has(run.eventId)) {
        if (run.claim) calls?.release(run.claim, false)
      } else if (run.claim) calls?.begin(run.claim, { ...loadedFrom(run, incoming, run.claim.token), fn })
      else delays.add(run.delayMs)
    }
    for (const delayMs of delays) onWork(delayMs)
  }

  return { receive }
}

/** The runs that these events start; `undefined` when starting one takes more than storing it. */
function plan(incoming: IncomingEvent[], functions: Functions): PlannedRun[] | undefined {
  const planned: PlannedRun[] = []
  for (const one of incoming) {
    for (const { config } of matching(functions.triggeredBy(one.event.name), one.event)) {
      const fn = functions.find(config.id)
      if (!fn || !isPlain(config)) return undefined
      const run: PlainRun = {
        runId: newUlid(),
        functionId: config.id,
        eventId: one.id,
        tenant: one.tenant,
        priorityMs: priorityMsOf(config, one.event),
        delayMs: one.delayMs,
        claim: undefined,
      }
      planned.push({ run, incoming: one, fn })
    }
  }
  return planned
}

/** What a claim would have read of a run that has just been stored. */
function loadedFrom(
  { runId, functionId, tenant }: PlainRun,
  { event, payload }: IncomingEvent,
  token: string,
): { call: ClaimedCall; run: CalledRun } {
  return {
    call: { runId, functionId, stepId: '', attempt: 0, token, tenant, waitedMs: 0 },
    run: {
      runId,
      functionId,
      eventName: event.name,
      event: payload,
      memos: '{}',
      completedStepIds: [],
      hasPlannedSteps: false,
    },
  }
}
