// @ts-check
// Code that survives: a program runs until it waits for its calls, and from the start again with their answers.
import { createHash } from 'node:crypto'
import { callables, ledger } from './sandbox-calls.mjs'
import { explain, failure, lineOf, newText, outOfMemory, Stop, take, timeout } from './sandbox-failures.mjs'
import { chance } from './sandbox-inside.mjs'
import { enter, finish, openWorld } from './sandbox-world.mjs'

/**
 * @typedef {import('./sandbox-failures.mjs').Turn<import('./protocol').DurableTask>} Turn
 * @typedef {import('./protocol').TaskAnswer} TaskAnswer
 * @typedef {import('./protocol').TaskFailure} TaskFailure
 * @typedef {import('./protocol').TaskResult} TaskResult
 * @typedef {import('quickjs-emscripten').QuickJSHandle} Handle
 */

/**
 * A call as the thread knows it; once answered, its configuration is let go.
 * @typedef {{ kind: string, json: string, line: number | undefined, isAnswered: boolean }} Call
 */

/**
 * A program at work.
 * @typedef {{ turn: Turn, calls: Call[], settle: Handle, end: Handle, finisher: Handle, promise: Handle }} Program
 */

const KIB = 1024
/** @type {import('./sandbox-calls.mjs').Limits} */
const LIMITS = {
  mostCalls: 1_000,
  mostOpen: 256,
  mostLetters: 256 * KIB,
  mostOpenLetters: 4 * KIB * KIB,
}
/** Between these many jobs the deadline is looked at: short jobs never reach the interrupt handler. */
const JOBS_AT_ONCE = 64
const ANEW =
  'The code, or what it reads, has changed since then. Replay the run from this step to start it anew.'

/**
 * @param {Turn} turn
 * @returns {TaskResult}
 */
export function runProgram(turn) {
  const program = start(turn)
  pump(turn)
  let madeBefore = 0
  turn.task.answers.forEach((answer, position) => {
    check(program, answer)
    // It has ended already, with this call still open: the answer came too late to matter.
    if (!peek(turn.context, program.promise).isPending) return
    madeBefore = program.calls.length
    if (position <= turn.task.tellFrom) forgetLogs(turn)
    settle(program, answer)
    pump(turn)
  })
  return conclude(program, madeBefore)
}

/**
 * @param {Turn} turn
 * @returns {Program}
 */
function start(turn) {
  const { context, held, task } = turn
  /** @type {Call[]} */
  const calls = []
  const record = held.manage(
    context.newFunction('record', (kind, json, stack) => {
      const { line } = lineOf(context.getString(stack))
      calls.push({ kind: context.getString(kind), json: context.getString(json), line, isAnswered: false })
    }),
  )
  const startedMs = held.manage(context.newNumber(task.startedAtMs))
  const limits = held.manage(context.newString(JSON.stringify(LIMITS)))
  const parts = enter(turn, ledger, [record, startedMs, limits])
  const part = (/** @type {string} */ name) => held.manage(context.getProp(parts, name))
  const random = enter(
    turn,
    chance,
    seedNumbers(task.seed).map((number) => held.manage(context.newNumber(number))),
  )
  enter(turn, callables, [part('call')])
  const finisher = openWorld(turn, { now: part('now'), random })
  // On one line with its wrapping, so that line numbers stay those of the source.
  const source = `(async () => { 'use strict'; ${task.source}\n})()`
  const promise = take(turn, context.evalCode(source, 'code.js', { type: 'global' }))
  if (peek(context, promise).notAPromise)
    throw new Stop(failure(task, 'The code is not the body of a function: a bracket closes it early.', []))
  return { turn, calls, settle: part('settle'), end: part('end'), finisher, promise }
}

/**
 * Lets the program run until it can go no further without an answer.
 * @param {Turn} turn
 */
function pump(turn) {
  const { context, held, isLate } = turn
  while (!isLate() && context.runtime.hasPendingJob()) {
    const done = context.runtime.executePendingJobs(JOBS_AT_ONCE)
    if (done.error) throw new Stop(explain(turn, held.manage(done.error)))
  }
  // A promise makes an interrupted job look like a failed one, which the program may have caught.
  if (turn.state.timedOut) throw new Stop(timeout(turn))
}

/**
 * Refuses an answer to a call that the program did not make.
 * @param {Program} program
 * @param {TaskAnswer} answer
 */
function check({ turn, calls }, { index, kind, digest }) {
  const call = calls[index]
  if (call === undefined)
    throw diverged(turn, `call ${index} was \`${kind}\`, and now the code stops after ${calls.length} calls`)
  if (call.isAnswered) throw diverged(turn, `call ${index} has two answers`, call)
  if (call.kind !== kind)
    throw diverged(turn, `call ${index} was \`${kind}\`, and now it is \`${call.kind}\``, call)
  if (digestOf(call) !== digest)
    throw diverged(turn, `call ${index} was \`${kind}\` with other arguments`, call)
  call.isAnswered = true
  call.json = ''
}

/**
 * @param {Program} program
 * @param {TaskAnswer} answer
 */
function settle({ turn, settle }, { index, atMs, isOk, text, code }) {
  const { context } = turn
  const parts = [
    context.newNumber(index),
    context.newNumber(atMs),
    isOk ? context.true : context.false,
    newText(turn, text),
    newText(turn, code),
  ]
  const settled = context.callFunction(settle, context.undefined, ...parts)
  for (const part of parts) part.dispose()
  if (settled.error) take(turn, settled)
  else settled.value.dispose()
}

/**
 * How a promise stands, without keeping what it holds.
 * @param {Turn['context']} context
 * @param {Handle} promise
 */
function peek(context, promise) {
  const state = context.getPromiseState(promise)
  if (state.type === 'rejected') state.error.dispose()
  if (state.type !== 'fulfilled') return { isPending: state.type === 'pending', notAPromise: false }
  // What is no promise is its own value.
  if (!state.notAPromise) state.value.dispose()
  return { isPending: false, notAPromise: state.notAPromise === true }
}

/**
 * @param {Program} program
 * @param {number} madeBefore How many calls there were before the latest answer.
 * @returns {TaskResult}
 */
function conclude(program, madeBefore) {
  const { turn, calls, promise, end, finisher } = program
  const { context, held } = turn
  const state = context.getPromiseState(promise)
  if (state.type === 'pending') return waiting(program)
  if (state.type === 'rejected') return explain(turn, held.manage(state.error))
  const value = held.manage(state.value)
  take(turn, context.callFunction(end, context.undefined))
  const lost = calls[madeBefore]
  return lost === undefined ? finish(turn, finisher, value) : neverMade(turn, lost, madeBefore)
}

/**
 * @param {Program} program
 * @returns {TaskResult}
 */
function waiting({ turn, calls }) {
  const open = calls.flatMap((call, index) => {
    if (call.isAnswered) return []
    const { kind, json } = call
    return [`{"index":${index},"kind":"${kind}","config":${json},"digest":"${digestOf(call)}"}`]
  })
  if (open.length > 0) return { ok: true, callsJson: `[${open.join()}]`, logs: turn.state.logs }
  // Without memory QuickJS cannot even queue what comes next.
  if (turn.state.refusals > 0) return outOfMemory(turn)
  const message = 'The code waits for something that never comes: no call is open, and it has not ended.'
  return failure(turn.task, message, turn.state.logs)
}

/**
 * The program ended before anybody could start this call. Leaving it out without a word would be worse.
 * @param {Turn} turn
 * @param {Call} call
 * @param {number} index
 * @returns {TaskFailure}
 */
function neverMade({ task, state }, { kind, line }, index) {
  const message = `The code ended without waiting for call ${index} (\`${kind}\`), which was therefore never made. Write \`await\` before it.`
  return { ...failure(task, message, state.logs), ...(line !== undefined && { line }) }
}

/**
 * @param {Turn} turn
 * @param {string} what
 * @param {Call} [call]
 */
function diverged({ state }, what, call) {
  const message = `The code does not do again what it did before: ${what}. ${ANEW}`
  const line = call?.line === undefined ? {} : { line: call.line }
  return new Stop({ ok: false, code: 'code_diverged', message, ...line, logs: state.logs })
}

/** @param {Turn} turn */
function forgetLogs({ state }) {
  state.logs.length = 0
  state.dropped = 0
}

/**
 * Equal for equal calls, in whichever order their keys were written.
 * @param {Call} call
 */
function digestOf({ kind, json }) {
  return createHash('sha256')
    .update(canonical({ kind, config: JSON.parse(json) }))
    .digest('hex')
}

/**
 * @param {unknown} value A JSON value.
 * @returns {string}
 */
function canonical(value) {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const fields = Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`)
  return `{${fields.join()}}`
}

/**
 * Four numbers of 32 bits.
 * @param {string} seed
 */
function seedNumbers(seed) {
  const digest = createHash('sha256').update(seed).digest()
  return [0, 4, 8, 12].map((offset) => digest.readUInt32LE(offset))
}
