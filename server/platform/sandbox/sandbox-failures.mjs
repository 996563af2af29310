// @ts-check
// What went wrong in the sandbox, in words.

/**
 * @typedef {import('./protocol').SandboxTask} SandboxTask
 * @typedef {import('./protocol').TaskFailure} TaskFailure
 * @typedef {import('./protocol').LogEntry} LogEntry
 * @typedef {import('quickjs-emscripten').QuickJSHandle} Handle
 */

/**
 * One task while it runs.
 * @template {SandboxTask} [Task=SandboxTask]
 * @typedef {object} Turn
 * @property {import('quickjs-emscripten').QuickJSContext} context
 * @property {import('quickjs-emscripten').Scope} held What must be freed before the context is.
 * @property {Task} task
 * @property {{ timedOut: boolean, refusals: number, logs: LogEntry[], dropped: number }} state `refusals`: how often
 * memory was asked for and not given.
 * @property {() => boolean} isLate Whether the deadline has passed.
 */

/** How QuickJS says that there is no room. */
const FULL = new Set(['out of memory', 'string too long', 'invalid string length'])
const LONGEST_MESSAGE = 2_000
const LONGEST_STACK = 2_000

/** Ends the task with a failure. */
export class Stop extends Error {
  /** @param {TaskFailure} result */
  constructor(result) {
    super(result.message)
    this.result = result
  }
}

/**
 * The value of a step inside QuickJS; what it threw ends the task.
 * @param {Turn} turn
 * @param {{ value: Handle, error?: undefined } | { error: Handle }} result
 * @returns {Handle}
 */
export function take(turn, result) {
  if (result.error) throw new Stop(explain(turn, turn.held.manage(result.error)))
  return turn.held.manage(result.value)
}

/**
 * A text inside QuickJS. The library does not notice that there was no room for it.
 * @param {Turn} turn
 * @param {string} text
 * @returns {Handle}
 */
export function newText(turn, text) {
  const before = turn.state.refusals
  const handle = turn.context.newString(text)
  if (turn.state.refusals > before) throw new Stop(outOfMemory(turn))
  return handle
}

/**
 * What a thrown value says, as a failure of the task.
 * @param {Turn} turn
 * @param {Handle} handle
 * @returns {TaskFailure}
 */
export function explain(turn, handle) {
  const { task, state } = turn
  if (state.timedOut) return timeout(turn)
  const thrown = read(turn, handle)
  // Reading an error may run getters of the program, so the deadline can pass here too.
  if (state.timedOut) return timeout(turn)
  const isInternal = thrown.name === 'InternalError'
  // Out of memory, QuickJS may not even have room for the error and throws `null`.
  const isFull = (isInternal && FULL.has(thrown.message)) || (thrown.isNull && state.refusals > 0)
  if (isFull) return outOfMemory(turn)
  if (isInternal && thrown.message === 'stack overflow') {
    const message = 'It called itself too deeply (stack overflow).'
    return { ...failure(task, message, state.logs), ...lineOf(thrown.stack) }
  }
  return { ...failure(task, named(thrown).slice(0, LONGEST_MESSAGE), state.logs), ...lineOf(thrown.stack) }
}

/**
 * @param {SandboxTask} task
 * @param {string} message
 * @param {LogEntry[]} logs
 * @returns {TaskFailure}
 */
export function failure(task, message, logs) {
  return { ok: false, code: task.mode === 'expression' ? 'expression_failed' : 'code_failed', message, logs }
}

/**
 * @param {Turn} turn
 * @returns {TaskFailure}
 */
export function timeout({ task, state }) {
  const message = `It did not finish within ${task.timeoutMs} ms.`
  return { ok: false, code: 'timeout', message, logs: state.logs }
}

/**
 * @param {Turn} turn
 * @returns {TaskFailure}
 */
export function outOfMemory({ task, state }) {
  const limit = Math.round(task.memoryBytes / (1024 * 1024))
  const message = `It needed more than ${limit} MiB of memory.`
  return { ok: false, code: 'memory_exceeded', message, logs: state.logs }
}

/**
 * @param {Turn} turn
 * @returns {TaskFailure}
 */
export function tooLarge({ task, state }) {
  const limit = Math.round(task.maxOutputBytes / 1024)
  const message = `The result is larger than ${limit} KiB.`
  return { ok: false, code: 'output_too_large', message, logs: state.logs }
}

/**
 * The line of the program in a stack of QuickJS.
 * @param {string} stack
 * @returns {{ line?: number }}
 */
export function lineOf(stack) {
  const line = /\(?code\.js:(\d+)/.exec(stack)?.[1]
  return line === undefined ? {} : { line: Number(line) }
}

/**
 * @typedef {{ name: string, message: string, stack: string, isNull: boolean, call?: string }} Thrown
 * @param {Thrown} thrown
 */
function named({ name, message, call }) {
  if (call !== undefined) return `${call}: ${message}`
  return name === '' || name === 'Error' ? message : `${name}: ${message}`
}

/**
 * @param {Turn} turn
 * @param {Handle} handle
 * @returns {Thrown}
 */
function read({ context }, handle) {
  const value = context.dump(handle)
  if (typeof value !== 'object' || value === null) {
    return { name: '', message: `It threw ${String(value)}.`, stack: '', isNull: value === null }
  }
  const { name, message, stack, kind, code } = value
  return {
    name: typeof name === 'string' ? name : '',
    message: typeof message === 'string' ? message : `It threw ${JSON.stringify(value) ?? 'a value'}.`,
    stack: typeof stack === 'string' ? stack.slice(0, LONGEST_STACK) : '',
    isNull: false,
    ...(name === 'StepError' &&
      typeof kind === 'string' &&
      typeof code === 'string' && { call: `\`${kind}\` failed with ${code}` }),
  }
}
