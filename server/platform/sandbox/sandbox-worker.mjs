// @ts-check
// The thread of the sandbox: QuickJS in WebAssembly. Plain JavaScript, because a worker is loaded by its
// path: from source, from tests and beside the bundle. The other `sandbox-*.mjs` files are its parts.
import { parentPort } from 'node:worker_threads'
import { newQuickJSWASMModule, Scope } from 'quickjs-emscripten'
import { failure, Stop } from './sandbox-failures.mjs'
import { evaluateOnce } from './sandbox-once.mjs'
import { runProgram } from './sandbox-program.mjs'

/**
 * @typedef {import('./protocol').SandboxTask} SandboxTask
 * @typedef {import('./protocol').TaskResult} TaskResult
 * @typedef {import('./sandbox-failures.mjs').Turn} Turn
 */

// The sandbox must not tell where its host stands: QuickJS takes the time zone from here.
Date.prototype.getTimezoneOffset = () => 0

// The engine prints its assertion failures; the result of the task tells what matters.
console.error = () => {}

/** QuickJS counts its own stack; above 512 KiB recursion can throw in the host instead. */
const STACK_BYTES = 128 * 1024
const MIB = 1024 * 1024
/** WebAssembly memory never shrinks: after a greedy program the module is replaced. */
const KEPT_WASM_BYTES = 64 * MIB
/** What the engine itself takes beside the program. */
const ENGINE_BYTES = 2 * MIB
/** A module starts with this much; a smaller limit is not kept more exactly. */
const FIRST_WASM_BYTES = 16 * MIB
const PAGE_BYTES = 64 * 1024

/** @type {import('quickjs-emscripten').QuickJSWASMModule | undefined} */
let engine
/** The tenant whose data the module's memory has held. */
let tenant = ''

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
  const isFitting = engine !== undefined && tenant === task.orgId && bytesOf(engine) <= mostBytes(task)
  if (engine === undefined || !isFitting) {
    engine = await newQuickJSWASMModule()
    tenant = task.orgId
  }
  const used = engine
  // The deadline counts from here: loading and queueing are not the program's fault.
  port?.postMessage({ kind: 'started', id: task.id })
  const result = runIn(used, task)
  if (bytesOf(used) > KEPT_WASM_BYTES) engine = undefined
  return result
}

/**
 * @param {import('quickjs-emscripten').QuickJSWASMModule} module
 * @param {SandboxTask} task
 * @returns {TaskResult}
 */
function runIn(module, task) {
  const runtime = module.newRuntime()
  runtime.setMemoryLimit(task.memoryBytes)
  runtime.setMaxStackSize(STACK_BYTES)
  const deadline = performance.now() + task.timeoutMs
  /** @type {Turn['state']} */
  const state = { timedOut: false, refusals: 0, logs: [], dropped: 0 }
  const unbound = boundMemory(module, mostBytes(task), () => state.refusals++)
  const isLate = () => {
    state.timedOut = performance.now() > deadline
    return state.timedOut
  }
  runtime.setInterruptHandler(isLate)
  const context = runtime.newContext()
  try {
    // QuickJS refuses to free a runtime while the host still holds one of its values.
    const result = Scope.withScope((held) => runTurn({ context, held, task, state, isLate }))
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
    unbound()
    // The library writes texts without asking whether there was room for them.
    if (state.refusals > 0) engine = undefined
  }
}

/**
 * Keeps the memory of a module below a limit. QuickJS has a limit of its own, but in WebAssembly it cannot tell how
 * large an allocation is and counts 8 bytes for each: 16 MiB let a program take 2 GB.
 * @param {import('quickjs-emscripten').QuickJSWASMModule} module
 * @param {number} most
 * @param {() => void} onRefusal
 */
function boundMemory(module, most, onRefusal) {
  const memory = module.getWasmMemory()
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * PAGE_BYTES <= most)
      return WebAssembly.Memory.prototype.grow.call(memory, pages)
    onRefusal()
    throw new RangeError('The program may not have more memory.')
  }
  return () => Reflect.deleteProperty(memory, 'grow')
}

/** @param {SandboxTask} task */
function mostBytes({ memoryBytes }) {
  return Math.max(FIRST_WASM_BYTES, memoryBytes + ENGINE_BYTES)
}

/** @param {import('quickjs-emscripten').QuickJSWASMModule} module */
function bytesOf(module) {
  return module.getWasmMemory().buffer.byteLength
}

/**
 * @param {Turn} turn
 * @returns {TaskResult}
 */
function runTurn(turn) {
  try {
    const { task } = turn
    return task.mode === 'durable' ? runProgram({ ...turn, task }) : evaluateOnce({ ...turn, task })
  } catch (error) {
    if (error instanceof Stop) return error.result
    throw error
  }
}
