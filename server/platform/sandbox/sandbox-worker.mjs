// @ts-check
// The thread of the sandbox: QuickJS in WebAssembly. Plain JavaScript, because a worker is loaded by its
// path: from source, from tests and beside the bundle.
import { parentPort } from 'node:worker_threads'
import { newQuickJSWASMModule, Scope } from 'quickjs-emscripten'

/**
 * @typedef {import('./protocol').SandboxTask} SandboxTask
 * @typedef {import('./protocol').TaskResult} TaskResult
 * @typedef {import('./protocol').LogEntry} LogEntry
 * @typedef {import('quickjs-emscripten').QuickJSContext} Context
 * @typedef {import('quickjs-emscripten').QuickJSRuntime} Runtime
 */

// The sandbox must not tell where its host stands: QuickJS takes the time zone from here.
Date.prototype.getTimezoneOffset = () => 0

// The engine prints its assertion failures; the result of the task tells what matters.
console.error = () => {}

/** QuickJS counts its own stack; above 512 KiB recursion can throw in the host instead. */
const STACK_BYTES = 128 * 1024
/** WebAssembly memory never shrinks: after a greedy program the module is replaced. */
const KEPT_WASM_BYTES = 64 * 1024 * 1024
/** How QuickJS says that there is no room. */
const FULL = new Set(['out of memory', 'string too long', 'invalid string length'])
const MOST_LOGS = 200
const LONGEST_LOG = 4_000
const LONGEST_MESSAGE = 2_000

/** @type {import('quickjs-emscripten').QuickJSWASMModule | undefined} */
let engine
/** The tenant whose data the module's memory has held. */
let tenant = ''

/**
 * Runs inside QuickJS before anything else: takes away time and chance, puts in the log and the scope, and
 * gives a function that turns a result into JSON with the intrinsics as they were.
 */
const PRELUDE = `(log, scopeJson) => {
  'use strict'
  const { stringify, parse } = JSON, { freeze, defineProperty, values } = Object
  const OriginalDate = Date, StringOf = String, isError = (value) => value instanceof Error
  const refuse = (what) => () => {
    throw new TypeError(what + ' gives another value each time, so it is not available here.')
  }
  const SafeDate = function Date(...parts) {
    if (!new.target) refuse('Date()')()
    if (parts.length === 0) refuse('new Date()')()
    return Reflect.construct(OriginalDate, parts, new.target)
  }
  defineProperty(SafeDate, 'prototype', { value: OriginalDate.prototype, writable: false })
  defineProperty(OriginalDate.prototype, 'constructor', { value: SafeDate })
  SafeDate.parse = OriginalDate.parse
  SafeDate.UTC = OriginalDate.UTC
  SafeDate.now = refuse('Date.now()')
  globalThis.Date = SafeDate
  Math.random = refuse('Math.random()')
  for (const name of ['WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics', 'performance']) {
    delete globalThis[name]
  }
  const show = (value) => {
    if (typeof value === 'string') return value
    if (isError(value)) return StringOf(value)
    try { return stringify(value) ?? StringOf(value) } catch { return StringOf(value) }
  }
  const console = {}
  for (const [name, level] of [['log', 'info'], ['info', 'info'], ['debug', 'debug'], ['warn', 'warn'], ['error', 'error']]) {
    console[name] = (...parts) => { log(level, parts.map(show).join(' ')) }
  }
  globalThis.console = freeze(console)
  const deepFreeze = (value) => {
    if (typeof value !== 'object' || value === null) return value
    for (const field of values(value)) deepFreeze(field)
    return freeze(value)
  }
  const scope = parse(scopeJson)
  for (const name of Object.keys(scope)) defineProperty(globalThis, name, { value: deepFreeze(scope[name]), writable: false, configurable: false, enumerable: true })
  return (value, most) => {
    if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError('The result is a ' + typeof value + ', not a JSON value.')
    if (value instanceof Promise) throw new TypeError('The result is a promise; nothing can be awaited here.')
    const json = stringify(value) ?? 'null'
    return json.length > most ? json.length : json
  }
}`

const port = parentPort
if (port === null) throw new Error('This file runs as a worker thread.')
port.on('message', (/** @type {SandboxTask} */ task) => {
  run(task).then(
    (result) => port.postMessage({ kind: 'done', id: task.id, result }),
    (error) => {
      // The module may be broken now; the next task gets a new one.
      engine = undefined
      const message = `The sandbox broke: ${error instanceof Error ? error.message : String(error)}`
      port.postMessage({ kind: 'done', id: task.id, result: failure(task, message, []) })
    },
  )
})

/**
 * @param {SandboxTask} task
 * @returns {Promise<TaskResult>}
 */
async function run(task) {
  if (engine === undefined || tenant !== task.orgId) {
    engine = await newQuickJSWASMModule()
    tenant = task.orgId
  }
  const used = engine
  // The deadline counts from here: loading and queueing are not the program's fault.
  port?.postMessage({ kind: 'started', id: task.id })
  const result = evaluate(used, task)
  if (used.getWasmMemory().buffer.byteLength > KEPT_WASM_BYTES) engine = undefined
  return result
}

/**
 * @param {import('quickjs-emscripten').QuickJSWASMModule} module
 * @param {SandboxTask} task
 * @returns {TaskResult}
 */
function evaluate(module, task) {
  const runtime = module.newRuntime()
  runtime.setMemoryLimit(task.memoryBytes)
  runtime.setMaxStackSize(STACK_BYTES)
  const deadline = performance.now() + task.timeoutMs
  const state = { timedOut: false, logs: /** @type {LogEntry[]} */ ([]), dropped: 0 }
  runtime.setInterruptHandler(() => {
    state.timedOut = performance.now() > deadline
    return state.timedOut
  })
  const context = runtime.newContext()
  try {
    // QuickJS refuses to free a runtime while the host still holds one of its values.
    const result = Scope.withScope((held) => evaluateIn(context, held, task, state))
    if (state.dropped > 0)
      state.logs.push({ level: 'warn', message: `${state.dropped} more log lines were dropped.` })
    return result
  } finally {
    // A program cut short can leave objects that QuickJS refuses to free: the module goes with them.
    try {
      context.dispose()
      runtime.dispose()
    } catch {
      engine = undefined
    }
  }
}

/**
 * @param {Context} context
 * @param {import('quickjs-emscripten').Scope} held
 * @param {SandboxTask} task
 * @param {{ timedOut: boolean, logs: LogEntry[], dropped: number }} state
 * @returns {TaskResult}
 */
function evaluateIn(context, held, task, state) {
  const log = context.newFunction('log', (level, message) => {
    if (state.logs.length >= MOST_LOGS) {
      state.dropped++
      return
    }
    const text = context.getString(message)
    const shown = text.length > LONGEST_LOG ? `${text.slice(0, LONGEST_LOG)}…` : text
    state.logs.push({ level: /** @type {LogEntry['level']} */ (context.getString(level)), message: shown })
  })
  held.manage(log)
  const prelude = context.evalCode(PRELUDE, 'prelude.js', { strict: true })
  if (prelude.error) return explain(context, held.manage(prelude.error), task, state)
  const scope = held.manage(context.newString(task.scopeJson))
  const finisher = context.callFunction(held.manage(prelude.value), context.undefined, log, scope)
  if (finisher.error) return explain(context, held.manage(finisher.error), task, state)
  held.manage(finisher.value)
  const value = context.evalCode(wrap(task), 'code.js', { type: 'global' })
  if (value.error) return explain(context, held.manage(value.error), task, state)
  held.manage(value.value)
  const most = held.manage(context.newNumber(task.maxOutputBytes))
  const json = context.callFunction(finisher.value, context.undefined, value.value, most)
  if (json.error) return explain(context, held.manage(json.error), task, state)
  held.manage(json.value)
  if (context.typeof(json.value) === 'number') return tooLarge(task, state.logs)
  const text = context.getString(json.value)
  if (Buffer.byteLength(text) > task.maxOutputBytes) return tooLarge(task, state.logs)
  return { ok: true, json: text, logs: state.logs }
}

/**
 * On one line with its wrapping, so that line numbers stay those of the source.
 * @param {SandboxTask} task
 */
function wrap({ mode, source }) {
  return mode === 'expression'
    ? `(() => { 'use strict'; return (${source}\n) })()`
    : `(() => { 'use strict'; ${source}\n})()`
}

/**
 * @param {Context} context
 * @param {import('quickjs-emscripten').QuickJSHandle} handle
 * @param {SandboxTask} task
 * @param {{ timedOut: boolean, logs: LogEntry[] }} state
 * @returns {TaskResult}
 */
function explain(context, handle, task, state) {
  if (state.timedOut) return { ok: false, code: 'timeout', message: timeoutMessage(task), logs: state.logs }
  const thrown = read(context, handle)
  // Reading an error may run getters of the program, so the deadline can pass here too.
  if (state.timedOut) return { ok: false, code: 'timeout', message: timeoutMessage(task), logs: state.logs }
  const isInternal = thrown.name === 'InternalError'
  if ((isInternal && FULL.has(thrown.message)) || (thrown.isNull && isFull(context, task))) {
    const limit = Math.round(task.memoryBytes / (1024 * 1024))
    return {
      ok: false,
      code: 'memory_exceeded',
      message: `It needed more than ${limit} MiB of memory.`,
      logs: state.logs,
    }
  }
  if (isInternal && thrown.message === 'stack overflow') {
    return {
      ...failure(task, 'It called itself too deeply (stack overflow).', state.logs),
      ...lineOf(thrown.stack),
    }
  }
  const named =
    thrown.name === '' || thrown.name === 'Error' ? thrown.message : `${thrown.name}: ${thrown.message}`
  return { ...failure(task, named.slice(0, LONGEST_MESSAGE), state.logs), ...lineOf(thrown.stack) }
}

/**
 * @param {Context} context
 * @param {import('quickjs-emscripten').QuickJSHandle} handle
 */
function read(context, handle) {
  const value = context.dump(handle)
  if (typeof value !== 'object' || value === null) {
    return { name: '', message: `It threw ${String(value)}.`, stack: '', isNull: value === null }
  }
  const { name, message, stack } = value
  return {
    name: typeof name === 'string' ? name : '',
    message: typeof message === 'string' ? message : `It threw ${JSON.stringify(value) ?? 'a value'}.`,
    stack: typeof stack === 'string' ? stack.slice(0, 2_000) : '',
    isNull: false,
  }
}

/**
 * Out of memory, QuickJS may not even have room for the error and throws `null`.
 * @param {Context} context
 * @param {SandboxTask} task
 */
function isFull(context, task) {
  const usage = context.runtime.computeMemoryUsage()
  const { malloc_size: used } = context.dump(usage)
  usage.dispose()
  return typeof used === 'number' && used > task.memoryBytes * 0.9
}

/** @param {string} stack */
function lineOf(stack) {
  const line = /\(?code\.js:(\d+)/.exec(stack)?.[1]
  return line === undefined ? {} : { line: Number(line) }
}

/**
 * @param {SandboxTask} task
 * @param {string} message
 * @param {LogEntry[]} logs
 * @returns {Extract<TaskResult, { ok: false }>}
 */
function failure(task, message, logs) {
  return { ok: false, code: task.mode === 'expression' ? 'expression_failed' : 'code_failed', message, logs }
}

/**
 * @param {SandboxTask} task
 * @param {LogEntry[]} logs
 * @returns {TaskResult}
 */
function tooLarge(task, logs) {
  const limit = Math.round(task.maxOutputBytes / 1024)
  return { ok: false, code: 'output_too_large', message: `The result is larger than ${limit} KiB.`, logs }
}

/** @param {SandboxTask} task */
function timeoutMessage(task) {
  return `It did not finish within ${task.timeoutMs} ms.`
}
