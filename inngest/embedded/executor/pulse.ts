import { type Log, reasonOf } from '../log'
import { type Agenda, readAgenda } from '../store/agenda'
import { ripenCalls } from '../store/claims'
import type { Database } from '../store/database'
import type { Lease } from './lease'
import { fireDueCrons, fireDueWaits } from './timers'

export interface PulseOptions {
  db: Database
  soonDb: Database
  lease: Lease
  beatMs: number
  /** There may be calls to take. */
  wake: () => void
  /** Look again in so many milliseconds. */
  onTimed: (delayMs: number) => void
  log: Log
}

/** The net under everything: the heartbeat, a look at what others left undone, a look at what is due. */
export interface Pulse {
  start(): Promise<void>
  /** Looks at what is due now, or once more when a look is under way. */
  look(): void
  stopLooking(): void
  /** Ends the heartbeat too. */
  stop(): Promise<void>
}

/** A run that was busy when its wait came due is looked at again this soon. */
const OVERDUE_RETRY_MS = 5
/** Every so many heartbeats nobody has to have told of work for it to be looked for. */
const LOOK_EVERY_BEATS = 2

export function createPulse(options: PulseOptions): Pulse {
  const { db, soonDb, lease, beatMs, wake, onTimed, log } = options
  let beatTimer: NodeJS.Timeout | undefined
  let beating: Promise<number> | undefined
  let looking: Promise<void> | undefined
  let isLookWanted = false
  let isLookingOver = false
  let isOver = false
  let beats = 0

  async function beat(): Promise<void> {
    const begunAt = performance.now()
    beating = lease.beat().catch((error: unknown) => {
      log('warn', 'The engine could not renew its lease', { reason: reasonOf(error) })
      return 0
    })
    const freed = await beating
    if (isOver) return
    // From beginning to beginning: where all is slow the heart must not be slower still.
    const tookMs = performance.now() - begunAt
    beatTimer = setTimeout(() => void beat(), Math.max(beatMs - tookMs, beatMs / 5))
    if (beats++ % LOOK_EVERY_BEATS === 0 || freed > 0) look()
  }

  function look(): void {
    isLookWanted = true
    looking ??= lookWhileWanted().finally(() => {
      looking = undefined
    })
  }

  async function lookWhileWanted(): Promise<void> {
    while (isLookWanted && !isLookingOver) {
      isLookWanted = false
      await lookOnce().catch((error: unknown) => {
        log('warn', 'The engine could not look for what is due; it looks again', { reason: reasonOf(error) })
      })
    }
  }

  async function lookOnce(): Promise<void> {
    wake()
    const agenda = await readAgenda(soonDb)
    if (await fire(agenda)) wake()
    const nextMs = soonest(isDueNow(agenda) ? await readAgenda(soonDb) : agenda)
    if (nextMs !== undefined) onTimed(Math.max(nextMs, OVERDUE_RETRY_MS))
  }

  /** Does what is due; whether anything was. */
  async function fire({ callMs, waitMs, cronMs }: Agenda): Promise<boolean> {
    if (isDue(callMs)) while (await ripenCalls(soonDb)) wake()
    if (isDue(waitMs)) await fireDueWaits(db)
    if (isDue(cronMs)) await fireDueCrons(db)
    return isDue(callMs) || isDue(waitMs) || isDue(cronMs)
  }

  return {
    start: beat,
    look,
    stopLooking() {
      isLookingOver = true
    },
    async stop() {
      isOver = true
      clearTimeout(beatTimer)
      await Promise.all([beating, looking])
    },
  }
}

function isDue(ms: number | undefined): boolean {
  return ms !== undefined && ms <= 0
}

function isDueNow({ callMs, waitMs, cronMs }: Agenda): boolean {
  return isDue(callMs) || isDue(waitMs) || isDue(cronMs)
}

function soonest({ callMs, waitMs, cronMs }: Agenda): number | undefined {
  const known = [callMs, waitMs, cronMs].filter((ms) => ms !== undefined)
  return known.length > 0 ? Math.min(...known) : undefined
}
