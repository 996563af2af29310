import type { JsonObject, JsonValue } from '@/server/kernel/json'
import type { LoggedRunEvent } from '@/server/kernel/run-events'
import { normalValue } from './normal-value'
import { withRunsOfSlots } from './runs-of-slots'

/** What a run recorded, on whichever engine, and the runs that it started. */
export interface RecordedRun {
  runId: string
  log: readonly LoggedRunEvent[]
  /** By the path of the step that started it; one that started several has `#2`, `#3` … behind it. */
  children: Record<string, RecordedRun>
}

/**
 * The same without what differs from one run to the next: instants, ids, and the order of events of different steps.
 * What happened to the run stands in its order, and what happened to each step in its.
 */
export interface GoldenRun {
  run: JsonValue[]
  steps: Record<string, JsonValue>
  children?: Record<string, GoldenRun>
}

/** `origin`: the address that the outside had. */
export function normalRun(recorded: RecordedRun, origin: string): GoldenRun {
  const outside: [string, string][] = [
    [origin, 'http://golden.test'],
    [new URL(origin).host, 'golden.test'],
  ]
  const names = [...namesOf(recorded, '<run>'), ...outside].sort(([a], [b]) => b.length - a.length)
  return normal(recorded, names)
}

type Names = readonly (readonly [string, string])[]

function normal({ log, children }: RecordedRun, names: Names): GoldenRun {
  const events = log.filter(({ type }) => type !== 'step.usage').map((event) => eventOf(event, names))
  const run = events.flatMap(({ path, event }) => (path === undefined ? [event] : []))
  const paths = [...new Set(events.flatMap(({ path }) => path ?? []))].sort()
  const steps = paths.map((path): [string, JsonObject[]] => [
    path,
    withoutQueueing(events.flatMap((each) => (each.path === path ? [each.event] : []))),
  ])
  const inner = Object.entries(children).map(([path, child]) => [path, normal(child, names)] as const)
  return {
    run,
    steps: withRunsOfSlots(steps),
    ...(inner.length > 0 ? { children: Object.fromEntries(inner.sort(([a], [b]) => (a < b ? -1 : 1))) } : {}),
  }
}

/** A run is queued by whoever, and nothing else of it is told by the interpreter. */
function eventOf(logged: LoggedRunEvent, names: Names): { path?: string; event: JsonObject } {
  const { seq: _, at: __, ...event } = logged
  if (event.type === 'run.queued') return { event: { type: event.type } }
  // An event is JSON all through, and an object stays one.
  const normalised = normalValue(JSON.parse(JSON.stringify(event)) as JsonObject, names) as JsonObject
  if ('by' in normalised && !isOfNobody(event)) normalised.by = '<person>'
  const { path, ...rest } = normalised
  return typeof path === 'string' ? { path, event: rest } : { event: normalised }
}

/** Time ran out, which nobody decided. */
function isOfNobody(event: LoggedRunEvent | Omit<LoggedRunEvent, 'seq' | 'at'>): boolean {
  return 'outcome' in event && event.outcome === 'expired'
}

/** How often a step asks for its place depends on when others give theirs back. */
function withoutQueueing(events: JsonObject[]): JsonObject[] {
  return events.filter((event, index) => {
    const isAskedAgain = event.type === 'step.woken' && isForPlace(events[index + 1])
    return !isAskedAgain && !(isForPlace(event) && events[index - 1]?.type === 'step.woken')
  })
}

function isForPlace(event: JsonObject | undefined): boolean {
  return event?.type === 'step.waiting' && JSON.stringify(event.wait).includes('"slot"')
}

function namesOf({ runId, children }: RecordedRun, name: string): [string, string][] {
  const inner = Object.entries(children).flatMap(([path, child]) => namesOf(child, `<run of ${path}>`))
  return [[runId, name], ...inner]
}
