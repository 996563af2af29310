import { randomUUID } from 'node:crypto'
import { type Log, reasonOf } from '../log'
import { beginRuns, dropCalls } from '../store/calls'
import { type Claimed, type ClaimedCall, claimCalls, claimLimitedCalls, releaseOthers } from '../store/claims'
import type { Database } from '../store/database'
import type { Applied } from './apply-answer'
import type { Catalogue } from './catalogue'
import type { LoadedCall, Performer } from './perform'
import { createPlaces } from './places'

export interface DispatcherOptions {
  db: Database
  concurrency: number
  catalogue: Catalogue
  performer: Performer
  ownerId: () => string
  log: Log
  /** How long a call had been due when it was taken. */
  onTaken: (waitedMs: number) => void
  /** Something is to be done in so many milliseconds. */
  onTimed: (delayMs: number) => void
  /** There is more than this process takes. */
  onSurplus: () => void
}

/** A claim made before its call is stored, so that the call need not be looked for afterwards. */
export interface Reservation {
  ownerId: string
  token: string
}

export interface Dispatcher {
  /** There may be calls to take; `isNew`: of this process's making, which others have not heard of. */
  wake(isNew?: boolean): void
  /** Postgres may have crashed: claims whose end was committed but not yet on the disk are ours again, and nobody works on them. */
  doubtClaims(): void
  hasRoom(): boolean
  /** For how many calls of this tenant `reserve` would give something. */
  roomFor(tenant: string): number
  /** `undefined` when the call had better be queued: no place is free, or others were there before. */
  reserve(tenant: string): Reservation | undefined
  /** The call was stored under its reservation. */
  begin(reservation: Reservation, loaded: LoadedCall): void
  /** The call was not stored; `isUnknown`: or perhaps it was. */
  release(reservation: Reservation, isUnknown: boolean): void
  /** The function of a call that this process makes. */
  functionOf(token: string): string | undefined
  /** Claims no more, and waits for calls under way, so long at most; true when all ended. */
  drain(timeoutMs: number): Promise<boolean>
  counts(): { inFlight: number; callsMade: number; answersStale: number }
}

const SLOT_RETRY_MS = 15

/** Takes due calls off the queue, has the app answer them, commits the answers. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { db, performer, ownerId, log, onTaken, onTimed, onSurplus } = options
  const places = createPlaces(options.concurrency)
  const inFlight = new Map<string, { functionId: string; done: Promise<void> }>()
  let mayHaveMore = true
  // Until a look has found less than it could take, others were there before.
  let isBacklogged = true
  // Calls are due that could not be taken: another one has to end first.
  let isAnyLeftBehind = false
  let mayHoldUnknownCalls = false
  let isNewsUntold = false
  let isDraining = false
  let isLooking = false
  let isReleasing = false
  // How many places the look under way may fill.
  let soughtCalls = 0
  let lastTenant: string | undefined
  let hasFoundInRound = false
  let callsMade = 0
  let answersStale = 0

  function wake(isNew = false): void {
    mayHaveMore = true
    isNewsUntold ||= isNew
    lookSoon()
  }

  function lookSoon(): void {
    if (isDraining || isLooking || !mayHaveMore || places.free() <= 0) return
    isLooking = true
    mayHaveMore = false
    void look()
      .catch((error: unknown) => {
        mayHoldUnknownCalls = true
        log('warn', 'The engine could not claim calls; it tries again with its next pulse', {
          reason: reasonOf(error),
        })
        return false
      })
      .then((isWorthwhile) => {
        isLooking = false
        soughtCalls = 0
        mayHaveMore ||= isWorthwhile
        lookSoon()
      })
  }

  /** Takes what is due, as far as there are places; whether another look at once may find more. */
  async function look(): Promise<boolean> {
    const owner = ownerId()
    await releaseUnknownCalls(owner)
    // While nothing waits, half of the places stay for what comes in meanwhile.
    const limit = isBacklogged ? places.free() : Math.ceil(places.free() / 2)
    soughtCalls = limit
    const claimed = await claimCalls(db, {
      ownerId: owner,
      limit,
      tenantLimit: places.tenantLimit,
      held: places.held(),
      after: lastTenant,
    })
    const calls = [...claimed.calls]
    takePlaces(calls)
    try {
      soughtCalls = limit - calls.length
      if (claimed.hasLimited && soughtCalls > 0) {
        const limited = await claimLimited(owner, soughtCalls)
        takePlaces(limited)
        calls.push(...limited)
      }
      soughtCalls = 0
      await start(calls)
    } finally {
      for (const { token } of calls) if (!inFlight.has(token)) places.giveBack(token)
    }
    isBacklogged = claimed.hasMore
    if (claimed.hasMore && (isNewsUntold || calls.length >= limit)) onSurplus()
    isNewsUntold = false
    isAnyLeftBehind = claimed.hasMore || claimed.hasLimited
    return isNextLookWorthwhile(claimed, calls.length)
  }

  async function releaseUnknownCalls(owner: string): Promise<void> {
    if (!mayHoldUnknownCalls) return
    mayHoldUnknownCalls = false
    isReleasing = true
    try {
      // A claim may have been committed although its answer never came.
      await releaseOthers(db, owner, places.tokens())
    } finally {
      isReleasing = false
    }
  }

  /** With more tenants than one look takes in, looks go round; a round that found nothing is the last. */
  function isNextLookWorthwhile({ next, hasMore }: Claimed, found: number): boolean {
    lastTenant = next
    hasFoundInRound ||= found > 0
    if (next !== undefined) return true
    const isWorthwhile = hasFoundInRound && hasMore
    hasFoundInRound = false
    return isWorthwhile
  }

  async function claimLimited(owner: string, limit: number): Promise<ClaimedCall[]> {
    const limited = await db.transaction((tx) => claimLimitedCalls(tx, owner, limit))
    if (limited.isBusy) onTimed(SLOT_RETRY_MS)
    return limited.calls
  }

  function takePlaces(calls: ClaimedCall[]): void {
    for (const call of calls) places.take(call.token, call.tenant)
  }

  async function start(calls: ClaimedCall[]): Promise<void> {
    if (calls.length === 0) return
    const { runs, catalogueVersion } = await beginRuns(db, [...new Set(calls.map((call) => call.runId))])
    const functions = await options.catalogue.asOf(catalogueVersion)
    const byId = new Map(runs.map((run) => [run.runId, run]))
    const ended: ClaimedCall[] = []
    for (const call of calls) {
      const run = byId.get(call.runId)
      if (run) track({ call, run, fn: functions.find(run.functionId) })
      else ended.push(call)
    }
    if (ended.length > 0) await dropCalls(db, ended)
  }

  function track(loaded: LoadedCall): void {
    const { token, functionId, runId, waitedMs } = loaded.call
    callsMade++
    onTaken(waitedMs)
    const done = performer
      .perform(loaded)
      .then((applied) => settled(runId, applied))
      .catch((error: unknown) => log('error', 'A call was given up', { runId, reason: reasonOf(error) }))
      .finally(() => {
        inFlight.delete(token)
        places.giveBack(token)
        mayHaveMore ||= isAnyLeftBehind
        lookSoon()
      })
    inFlight.set(token, { functionId, done })
  }

  function roomFor(tenant: string): number {
    // What is claimed while claims nobody knows of are given back would be given back with them.
    if (isDraining || isBacklogged || isReleasing || mayHoldUnknownCalls) return 0
    return places.free() > soughtCalls ? places.freeFor(tenant) : 0
  }

  function settled(runId: string, applied: Applied | undefined): void {
    if (applied?.kind === 'stale') {
      answersStale++
      log('info', 'A stale answer was ignored', { runId })
    } else if (applied?.nextMs === 0) mayHaveMore = true
    else if (applied?.nextMs !== undefined && Number.isFinite(applied.nextMs)) onTimed(applied.nextMs)
  }

  return {
    wake,
    doubtClaims() {
      mayHoldUnknownCalls = true
      wake()
    },
    hasRoom: () => !isDraining && places.free() > 0,
    roomFor,
    reserve(tenant) {
      if (places.free() <= soughtCalls) isBacklogged = true
      if (roomFor(tenant) <= 0) return undefined
      const token = randomUUID()
      places.take(token, tenant)
      return { ownerId: ownerId(), token }
    },
    begin({ token }, { call, ...loaded }) {
      track({ ...loaded, call: { ...call, token } })
    },
    release({ token }, isUnknown) {
      places.giveBack(token)
      mayHoldUnknownCalls ||= isUnknown
      if (isUnknown) wake()
    },
    functionOf: (token) => inFlight.get(token)?.functionId,
    async drain(timeoutMs) {
      isDraining = true
      const all = settle(
        () => [...inFlight.values()].map((call) => call.done),
        () => isLooking || places.size() > 0,
      )
      const isDone = await Promise.race([all.then(() => true), after(timeoutMs)])
      performer.abandon()
      return isDone
    },
    counts: () => ({ inFlight: inFlight.size, callsMade, answersStale }),
  }
}

async function settle(underWay: () => Promise<void>[], isBusy: () => boolean): Promise<void> {
  while (isBusy()) await Promise.race([...underWay(), after(20)])
}

function after(delayMs: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), delayMs).unref())
}
