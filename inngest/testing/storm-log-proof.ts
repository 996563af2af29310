import type { EventRecord, RunRecord, StepRecord, StormRecord } from './storm-record'
import { grouped } from './storm-record'

const RUN_ENDS: { [type: string]: string } = {
  'run.succeeded': 'succeeded',
  'run.failed': 'failed',
  'run.cancelled': 'cancelled',
  'run.rolledBack': 'rolled_back',
}

const STEP_ENDS: { [type: string]: string } = {
  'step.succeeded': 'succeeded',
  'step.failed': 'failed',
  'step.skipped': 'skipped',
  'step.cancelled': 'cancelled',
}

/** The only event that may follow the end of a step: it has been undone. */
const UNDONE = 'step.rolledBack'

/** What a step's attempt may end with before the next one starts. */
const ATTEMPT_ENDS = ['step.interrupted', 'step.attemptFailed', 'step.waiting', 'step.woken', 'step.queued']

/** What in the logs contradicts itself, or the rows that are read from them; nothing, if all is well. */
export function contradictions({ runs, events, steps }: StormRecord): string[] {
  const logs = grouped(events, ({ runId }) => runId)
  const paths = grouped(
    events.filter(({ path }) => path !== null),
    ({ runId, path }) => `${runId}:${path}`,
  )
  const rows = new Map(steps.map((step) => [`${step.runId}:${step.path}`, step]))
  return [
    ...runs.flatMap((run) => faultsOfRun(run, logs.get(run.id) ?? [])),
    ...[...paths].flatMap(([key, log]) => faultsOfStep(key, log, rows.get(key))),
    ...[...rows.keys()].filter((key) => !paths.has(key)).map((key) => `${key} has a row and no events`),
    ...unequalCounts([...paths.values()], steps),
  ]
}

function faultsOfRun(run: RunRecord, log: EventRecord[]): string[] {
  const faults: string[] = []
  const at = `${run.id} (${run.status})`
  if (log.some(({ seq }, index) => seq !== index + 1)) faults.push(`${at} has a gap in its log`)
  if (log.length !== run.lastSeq) faults.push(`${at} counts ${run.lastSeq} events and has ${log.length}`)
  const ends = log.filter(({ type }) => RUN_ENDS[type] !== undefined)
  const last = log.at(-1)
  if (ends.length !== 1 || ends[0] !== last) faults.push(`${at} does not end once, at its end: ${last?.type}`)
  if (last && RUN_ENDS[last.type] !== run.status) faults.push(`${at} ended with ${last.type}`)
  return faults
}

function faultsOfStep(key: string, log: EventRecord[], row: StepRecord | undefined): string[] {
  const faults: string[] = []
  const endIndex = log.findIndex(({ type }) => STEP_ENDS[type] !== undefined)
  const end = log[endIndex]
  const after = log.slice(endIndex + 1).map(({ type }) => type)
  if (!end) faults.push(`${key} never ended`)
  else if (after.length > 1 || (after[0] ?? UNDONE) !== UNDONE)
    faults.push(`${key} goes on with ${after} after ${end.type}`)
  if (end && row?.status !== statusOf(log))
    faults.push(`${key} is ${row?.status} in its row and ${statusOf(log)} in its log`)
  const starts = log.filter(({ type }) => type === 'step.started')
  starts.forEach((start, nth) => {
    if (nth === 0) return
    const before = log.slice(0, log.indexOf(start)).findLast(({ type }) => type !== 'step.logged')
    if (!ATTEMPT_ENDS.includes(before?.type ?? ''))
      faults.push(`${key} starts once more after ${before?.type}, and nothing tells why`)
  })
  const attempt = starts.at(-1)?.data.attempt
  if (attempt !== undefined && row?.attempt !== attempt)
    faults.push(`${key} has attempt ${row?.attempt} in its row and ${attempt} in its log`)
  return faults
}

/** What a step's log says that it is in the end. */
function statusOf(log: EventRecord[]): string | undefined {
  if (log.at(-1)?.type === UNDONE) return 'rolled_back'
  const end = log.find(({ type }) => STEP_ENDS[type] !== undefined)
  return end && STEP_ENDS[end.type]
}

function unequalCounts(logs: EventRecord[][], steps: StepRecord[]): string[] {
  return [...Object.values(STEP_ENDS), 'rolled_back'].flatMap((status) => {
    const ended = logs.filter((log) => statusOf(log) === status).length
    const rows = steps.filter((step) => step.status === status).length
    return ended === rows ? [] : [`${ended} steps are ${status} by their logs, and ${rows} by their rows`]
  })
}
