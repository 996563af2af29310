// @ts-check
// What every program finds around it, and how its result comes out.
import { newText, take, tooLarge } from './sandbox-failures.mjs'
import { world } from './sandbox-inside.mjs'

/**
 * @typedef {import('./sandbox-failures.mjs').Turn} Turn
 * @typedef {import('./protocol').LogEntry} LogEntry
 * @typedef {import('quickjs-emscripten').QuickJSHandle} Handle
 */

const MOST_LOGS = 200
const LONGEST_LOG = 4_000

/**
 * Puts scope, log, clock and chance in place and gives the function that turns a value into JSON.
 * @param {Turn} turn
 * @param {{ now: Handle, random: Handle }} [given] Without, asking for time or chance is an error.
 * @returns {Handle}
 */
export function openWorld(turn, given) {
  const { context, held, task } = turn
  const log = held.manage(context.newFunction('log', (level, message) => keep(turn, level, message)))
  const scope = held.manage(newText(turn, task.scopeJson))
  return enter(turn, world, [log, scope, given?.now ?? context.undefined, given?.random ?? context.undefined])
}

/**
 * Calls one of the functions of `sandbox-inside.mjs` inside QuickJS.
 * @param {Turn} turn
 * @param {Function} inside
 * @param {Handle[]} parts
 */
export function enter(turn, inside, parts) {
  const { context } = turn
  const made = take(turn, context.evalCode(`(${inside})`, 'inside.js', { strict: true }))
  return take(turn, context.callFunction(made, context.undefined, ...parts))
}

/**
 * @param {Turn} turn
 * @param {Handle} finisher
 * @param {Handle} value
 * @returns {import('./protocol').TaskResult}
 */
export function finish(turn, finisher, value) {
  const { context, held, task, state } = turn
  const most = held.manage(context.newNumber(task.maxOutputBytes))
  const json = take(turn, context.callFunction(finisher, context.undefined, value, most))
  if (context.typeof(json) === 'number') return tooLarge(turn)
  const text = context.getString(json)
  if (Buffer.byteLength(text) > task.maxOutputBytes) return tooLarge(turn)
  return { ok: true, json: text, logs: state.logs }
}

/**
 * @param {Turn} turn
 * @param {Handle} level
 * @param {Handle} message
 */
function keep({ context, state }, level, message) {
  if (state.logs.length >= MOST_LOGS) {
    state.dropped++
    return
  }
  const text = context.getString(message)
  const shown = text.length > LONGEST_LOG ? `${text.slice(0, LONGEST_LOG)}…` : text
  // The levels are those that `world` names.
  state.logs.push({ level: /** @type {LogEntry['level']} */ (context.getString(level)), message: shown })
}
