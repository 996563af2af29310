import type { LedgerEntry } from './ledger'
import { type EventRecord, grouped, type StepRecord, type StormRecord } from './storm-record'

/**
 * What the outside world saw that the product does not account for. `closedAt`: for each ended run, how many calls
 * there had been when its end was told.
 */
export function unaccounted(
  { steps, events }: StormRecord,
  entries: readonly LedgerEntry[],
  closedAt: ReadonlyMap<string, number>,
): string[] {
  const calls = grouped(entries, ({ key }) => key)
  const logs = grouped(
    events.filter(({ path }) => path !== null),
    ({ runId, path }) => `${runId}:${path}`,
  )
  const callers = new Map(
    steps.filter(({ kind }) => kind === 'http').map((step) => [`${step.runId}:${step.path}`, step]),
  )
  return [
    ...[...calls.keys()].filter((key) => !callers.has(key)).map((key) => `${key} called, and is no step`),
    ...[...callers].flatMap(([key, step]) => faultsOf(key, step, logs.get(key) ?? [], calls.get(key) ?? [])),
    ...entries
      .filter(({ key, serial }) => serial > (closedAt.get(runOf(key)) ?? Number.POSITIVE_INFINITY))
      .map(({ key }) => `${key} called after its run had ended`),
  ]
}

/** A step's output carries the serial number of the call that it is of: no clock is asked what came after what. */
function faultsOf(key: string, step: StepRecord, log: EventRecord[], calls: LedgerEntry[]): string[] {
  const count = (type: string) => log.filter((event) => event.type === type).length
  const faults: string[] = []
  if (calls.length > count('step.started'))
    faults.push(`${key} called ${calls.length} times in ${count('step.started')} attempts`)
  if (step.status !== 'succeeded') return faults
  const serial = serialIn(step.output)
  const told = serialIn(log.find(({ type }) => type === 'step.succeeded')?.data.output)
  if (told !== serial) faults.push(`${key} has call ${serial} in its row and ${told} in its log`)
  if (!calls.some((call) => call.serial === serial && call.status === 200))
    faults.push(`${key} succeeded with call ${serial}, which the ledger does not know`)
  const later = calls.filter((call) => call.serial > serial)
  if (later.length > 0) faults.push(`${key} called ${later.length} times after the call it succeeded with`)
  const unfinished = count('step.interrupted') + count('step.attemptFailed')
  if (calls.length - 1 > unfinished)
    faults.push(`${key} called ${calls.length} times, and its log knows of ${unfinished} unfinished attempts`)
  return faults
}

/** Of an answer of the ledger; -1 where it is none. */
function serialIn(output: unknown): number {
  const body = typeof output === 'object' && output !== null && 'body' in output ? output.body : undefined
  const serial = typeof body === 'object' && body !== null && 'serial' in body ? body.serial : undefined
  return typeof serial === 'number' ? serial : -1
}

function runOf(key: string): string {
  return key.slice(0, key.indexOf(':'))
}
