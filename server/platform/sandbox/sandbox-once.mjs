// @ts-check
// An expression or a plain program: evaluated once, without time, chance or anything to wait for.
import { take } from './sandbox-failures.mjs'
import { finish, openWorld } from './sandbox-world.mjs'

/**
 * @param {import('./sandbox-failures.mjs').Turn<import('./protocol').EvaluationTask>} turn
 * @returns {import('./protocol').TaskResult}
 */
export function evaluateOnce(turn) {
  const finisher = openWorld(turn)
  const value = take(turn, turn.context.evalCode(wrap(turn.task), 'code.js', { type: 'global' }))
  return finish(turn, finisher, value)
}

/**
 * On one line with its wrapping, so that line numbers stay those of the source.
 * @param {import('./protocol').EvaluationTask} task
 */
function wrap({ mode, source }) {
  return mode === 'expression'
    ? `(() => { 'use strict'; return (${source}\n) })()`
    : `(() => { 'use strict'; ${source}\n})()`
}
