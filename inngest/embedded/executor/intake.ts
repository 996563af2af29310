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

/** What may happen before the events are stored. */
export interface Early {
  /** Whether a run of this function may begin by then. */
  mayBegin(functionId: string): boolean
  /** They are stored when this has resolved; where it rejects, they are not. */
  after: Promise<unknown> | undefined
}

const NOT_EARLY: Early = { mayBegin: () => false, after: undefined }

export interface Intake {
  /** Stores the events, all or none, with all they set going; gives their ids. */
  receive(db: Database, events: EngineEvent[], seed: string | null, early?: Early): Promise<string[]>
}

interface PlannedRun {
  run: PlainRun
  incoming: IncomingEvent
  fn: KnownFunction
}

/** Takes in events: the common ones, which only start runs, in one statement whose calls begin at once. */
export function createIntake({ catalogue, dispatcher, tenantOf, onWork }: IntakeOptions): Intake {
  async function receive(
    db: Database,
    events: EngineEvent[],
    seed: string | null,
    early: Early = NOT_EARLY,
  ): Promise<string[]> {
    const incoming = events.map((event, index) =>
      incomingEvent(event, tenantOf(event), seed ? `seed:${seed}:${index}` : undefined),
    )
    const known = await catalogue.known()
    const first = await receivePlainly(db, incoming, known, early)
    const plainly =
      first === undefined || first.kind === 'stored'
        ? first
        : await receivePlainly(db, incoming, await catalogue.asOf(first.version), early)
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
    { mayBegin, after }: Early,
  ): Promise<{ kind: 'stored'; ids: Set<string> } | { kind: 'outdated'; version: string } | undefined> {
    const planned = plan(incoming, functions)
    if (!planned) {
      await after
      return undefined
    }
    const calls = dispatcher()
    for (const { run } of planned) if (run.delayMs <= 0) run.claim = calls?.reserve(run.tenant)
    const isEarly = ({ run }: PlannedRun) => run.claim !== undefined && mayBegin(run.functionId)
    const store = () =>
      storePlainly(
        db,
        functions.version,
        incoming,
        planned.map(({ run }) => run),
      )
    const storing = after ? after.then(store) : store()
    // The statement first: making a call takes a while.
    setImmediate(() => {
      for (const one of planned.filter(isEarly)) begin(calls, one, storing)
    })
    const late = planned.filter((one) => !isEarly(one))
    let result: Awaited<typeof storing>
    try {
      result = await storing
    } catch (error) {
      release(calls, late, true)
      throw error
    }
    if (!result.fits) {
      release(calls, late, false)
      return result.version === functions.version ? undefined : { kind: 'outdated', version: result.version }
    }
    const ids = new Set(result.stored)
    const isNew = ({ run }: PlannedRun) => ids.has(run.eventId)
    release(
      calls,
      late.filter((one) => !isNew(one)),
      false,
    )
    for (const one of late.filter(isNew)) begin(calls, one)
    const queued = late.filter((one) => isNew(one) && !one.run.claim)
    for (const delayMs of new Set(queued.map(({ run }) => run.delayMs))) onWork(delayMs)
    return { kind: 'stored', ids }
  }

  return { receive }
}

/** Makes the call of a run that this process has claimed. */
function begin(
  calls: Dispatcher | undefined,
  { run, incoming, fn }: PlannedRun,
  stored?: Promise<unknown>,
): void {
  const { claim } = run
  if (claim) calls?.begin(claim, { ...loadedFrom(run, incoming, claim.token), fn, ...(stored && { stored }) })
}

function release(calls: Dispatcher | undefined, planned: PlannedRun[], isUnknown: boolean): void {
  for (const { run } of planned) if (run.claim) calls?.release(run.claim, isUnknown)
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
