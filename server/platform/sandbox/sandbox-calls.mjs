// @ts-check
// Durable calls as the program sees them. Like `sandbox-inside.mjs`, these functions run inside QuickJS: each
// uses nothing from outside of itself.

/**
 * @typedef {object} Limits
 * @property {number} mostCalls
 * @property {number} mostOpen
 * @property {number} mostLetters Of the arguments of one call, as JSON.
 * @property {number} mostOpenLetters Of all open calls together.
 */

/**
 * The promises of the calls. `record` tells the host of a call: its kind, its configuration as JSON, and the stack
 * where it was made.
 * @param {(kind: string, json: string, stack: string) => void} record
 * @param {number} startedMs
 * @param {string} limitsJson
 */
export function ledger(record, startedMs, limitsJson) {
  /** @type {Limits} */
  const { mostCalls, mostOpen, mostLetters, mostOpenLetters } = JSON.parse(limitsJson)
  const { stringify, parse } = JSON
  const { apply } = Reflect
  const { create, defineProperty, freeze } = Object
  const OriginalPromise = Promise
  const OriginalError = Error
  const originalThen = Promise.prototype.then
  const { isFinite: isFiniteNumber } = Number
  const OriginalMap = Map
  const OriginalSet = Set

  // Objects without a prototype: a setter that the program puts on Object.prototype is not met.
  const open = create(null)
  const rejected = create(null)
  let made = 0
  let opened = 0
  let openLetters = 0
  let rejections = 0
  let nowMs = startedMs
  let isOver = false

  class StepError extends Error {}
  defineProperty(StepError.prototype, 'name', { value: 'StepError' })

  // A class of its own: `await` then goes through this `then`, which shows whether anybody cares.
  /** @extends {Promise<unknown>} */
  class Call extends Promise {
    #state
    constructor(start, state) {
      super(start)
      this.#state = state
    }
    /** @override */
    // biome-ignore lint/suspicious/noThenProperty: it is a promise.
    then(onValue, onError) {
      if (this.#state !== undefined) this.#state.isHeard = true
      return apply(originalThen, this, [onValue, onError])
    }
    /** @override */
    static get [Symbol.species]() {
      return OriginalPromise
    }
  }
  freeze(Call)
  freeze(Call.prototype)

  /** @param {string} name @param {unknown} config */
  const toJson = (name, config) =>
    stringify(config, (key, item) => {
      const bad = (what) => {
        throw new TypeError(`${name}(…): "${key}" is ${what}; arguments are JSON values.`)
      }
      if (typeof item === 'function' || typeof item === 'symbol' || typeof item === 'bigint')
        bad(`a ${typeof item}`)
      if (typeof item === 'number' && !isFiniteNumber(item)) bad('not a finite number')
      if (item instanceof OriginalPromise) bad('a promise: write `await` before it')
      if (item instanceof OriginalMap) bad('a Map: use Object.fromEntries')
      if (item instanceof OriginalSet) bad('a Set: spread it into a list')
      return item
    })

  const call = (name, kind, config) => {
    const json = toJson(name, config)
    if (isOver) throw new TypeError(`${name}(…): the code has ended, it can make no more calls.`)
    if (made >= mostCalls)
      throw new RangeError(
        `${name}(…): code makes at most ${mostCalls} calls. Split the work with forEach or workflow.`,
      )
    if (opened >= mostOpen)
      throw new RangeError(
        `${name}(…): at most ${mostOpen} calls are open at once. Await some before making more.`,
      )
    if (json.length > mostLetters)
      throw new RangeError(`${name}(…): its arguments are larger than ${mostLetters / 1024} KiB.`)
    if (openLetters + json.length > mostOpenLetters)
      throw new RangeError(
        `${name}(…): the arguments of all open calls are larger than ${mostOpenLetters / 1024} KiB together.`,
      )
    const state = {
      kind,
      letters: json.length,
      stack: new OriginalError().stack,
      resolve: undefined,
      reject: undefined,
      isHeard: false,
      error: undefined,
    }
    const promise = new Call((resolve, reject) => {
      state.resolve = resolve
      state.reject = reject
    }, state)
    record(kind, json, typeof state.stack === 'string' ? state.stack : '')
    open[made++] = state
    opened++
    openLetters += json.length
    return promise
  }

  const settle = (index, atMs, isOk, text, code) => {
    const state = open[index]
    delete open[index]
    opened--
    openLetters -= state.letters
    if (atMs > nowMs) nowMs = atMs
    if (isOk) {
      state.resolve(parse(text))
      return
    }
    const error = new StepError(text)
    defineProperty(error, 'stack', { value: state.stack, writable: true, configurable: true })
    defineProperty(error, 'kind', { value: state.kind, writable: true, configurable: true, enumerable: true })
    defineProperty(error, 'code', { value: code, writable: true, configurable: true, enumerable: true })
    state.error = error
    rejected[rejections++] = state
    state.reject(error)
  }

  /** No call can be made any more; throws the failure of a call that nobody listened to. */
  const end = () => {
    isOver = true
    for (let index = 0; index < rejections; index++) if (!rejected[index].isHeard) throw rejected[index].error
  }

  return { now: () => nowMs, call, settle, end }
}

/**
 * The functions that make calls, as globals. What a builder writes becomes the configuration of a step.
 * @param {(name: string, kind: string, config: unknown) => Promise<unknown>} call
 */
export function callables(call) {
  const { defineProperty, freeze, keys } = Object
  const { isArray } = Array
  const { isFinite: isFiniteNumber } = Number
  const { round } = Math
  const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/

  const told = (value) => {
    if (value instanceof Promise) return 'a promise: write `await` before it'
    if (value === undefined) return 'missing'
    if (value === null) return 'null'
    return isArray(value) ? 'a list' : `a value of type ${typeof value}`
  }
  const isMapping = (value) =>
    typeof value === 'object' && value !== null && !isArray(value) && !(value instanceof Promise)
  const text = (name, what, value) => {
    if (typeof value === 'string' && value !== '') return value
    throw new TypeError(`${name}(…): ${what} must be a text; it is ${value === '' ? 'empty' : told(value)}.`)
  }
  const mapping = (name, what, value) => {
    if (isMapping(value)) return value
    throw new TypeError(`${name}(…): ${what} must be an object; it is ${told(value)}.`)
  }
  const configured = (name, field, config) => {
    text(name, `\`${field}\``, mapping(name, 'its argument', config)[field])
    return config
  }
  const duration = (value) => {
    if (typeof value === 'number' && isFiniteNumber(value) && value >= 0) return `${round(value)}ms`
    if (typeof value === 'string' && DURATION.test(value)) return value
    throw new TypeError(
      "sleep(…) takes a duration such as '10m' or '1h30m', or milliseconds, not negative and finite.",
    )
  }
  const workflowConfig = (name, options) => {
    const use = text('workflow', 'the name', name)
    for (const key of keys(mapping('workflow', 'its second argument', options)))
      if (key !== 'inputs' && key !== 'version' && key !== 'detach')
        throw new TypeError(`workflow(…): unknown option "${key}". It knows inputs, version and detach.`)
    return { use, ...options }
  }

  const globals = {
    http: (config) =>
      typeof config === 'string'
        ? call('http', 'http', { url: text('http', 'the URL', config) })
        : call('http', 'http', configured('http', 'url', config)),
    tool: (name, input = {}) =>
      call('tool', 'tool', {
        use: text('tool', 'the name', name),
        input: mapping('tool', 'the input', input),
      }),
    agent: (config) => call('agent', 'agent', configured('agent', 'prompt', config)),
    sleep: (length) => call('sleep', 'wait', { for: duration(length) }),
    approval: (config) => call('approval', 'approval', configured('approval', 'title', config)),
    workflow: (name, options = {}) => call('workflow', 'workflow', workflowConfig(name, options)),
  }
  // A name of the scope may take the place of one of these.
  for (const name of keys(globals))
    defineProperty(globalThis, name, {
      value: freeze(globals[name]),
      writable: false,
      configurable: true,
      enumerable: true,
    })
}
