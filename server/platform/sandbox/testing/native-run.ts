import type { JsonValue } from '@/server/kernel/json'
import { chance } from '../sandbox-inside.mjs'
import { type Reply, STARTED_AT } from './drive-program'

/** A call as an uninterrupted run made it, and how it was answered. */
export interface NativeCall {
  kind: string
  config: JsonValue
  resolve: (output: JsonValue) => void
  reject: (error: Error) => void
}

export interface NativeRun {
  /** Indices of the calls, in the order in which they were answered. */
  order: number[]
  /** The open calls before each answer. */
  openBefore: number[][]
  calls: NativeCall[]
  /** The first call that nobody could start, because the program returned without waiting for it. */
  lost?: number
  end: { value: JsonValue } | { message: string }
}

/**
 * Runs a program once, from start to end without any replay, with the promises of Node: what every interrupted run
 * must equal. `pick` says which of the open calls ends next.
 */
export async function runNatively(
  source: string,
  seed: readonly [number, number, number, number],
  pick: (open: number[], turn: number) => number,
  reply: (kind: string, config: JsonValue) => Reply,
): Promise<NativeRun> {
  const calls: NativeCall[] = []
  const open: number[] = []
  const order: number[] = []
  const openBefore: number[][] = []
  let madeBefore = 0
  let nowMs = STARTED_AT.getTime()
  const make = (kind: string, config: JsonValue) =>
    new Promise<JsonValue>((resolve, reject) => {
      open.push(calls.push({ kind, config, resolve, reject }) - 1)
    })
  const random = chance(...seed)
  let end: NativeRun['end'] | undefined
  const program = new AsyncFunction('http', 'tool', 'sleep', 'Date', 'Math', source)
  program(
    (config: JsonValue) => make('http', config),
    (use: string, input: JsonValue) => make('tool', { use, input }),
    (ms: number) => make('wait', { for: `${ms}ms` }),
    { now: () => nowMs },
    { random, floor: Math.floor },
  ).then(
    (value) => {
      end = { value: JSON.parse(JSON.stringify(value)) }
    },
    (error) => {
      end = { message: error instanceof AggregateError ? 'AggregateError' : String(error?.message) }
    },
  )
  for (let turn = 0; ; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    if (end !== undefined)
      return { order, openBefore, calls, end, ...(calls.length > madeBefore && { lost: madeBefore }) }
    madeBefore = calls.length
    const index = pick(open, turn)
    const call = calls[index]
    if (call === undefined) throw new Error('The program waits for nothing.')
    openBefore.push([...open])
    order.push(index)
    open.splice(open.indexOf(index), 1)
    nowMs += 1_000
    const answer = reply(call.kind, call.config)
    if (answer.ok) call.resolve(answer.output)
    else call.reject(Object.assign(new Error(answer.message), { code: answer.code }))
  }
}

/** `AsyncFunction` has no global name. */
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
  ...parts: string[]
) => (...values: unknown[]) => Promise<unknown>
