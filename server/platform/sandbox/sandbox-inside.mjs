// @ts-check
// These functions run inside QuickJS: their text is evaluated there, before the program. So each uses nothing
// from outside of itself, and holds on to the intrinsics as they were before the program could change them.

/**
 * Takes away or replaces time and chance, puts in the log and the scope, and gives a function that turns a
 * result into JSON: its length instead when that is above `most`.
 * @param {(level: string, message: string) => void} log
 * @param {string} scopeJson
 * @param {(() => number) | undefined} now
 * @param {(() => number) | undefined} random
 */
export function world(log, scopeJson, now, random) {
  const { stringify, parse } = JSON
  const { freeze, defineProperty, keys, values } = Object
  const { construct, apply } = Reflect
  const OriginalDate = Date
  const OriginalPromise = Promise
  const StringOf = String
  const dateText = Date.prototype.toString

  /** @param {string} what @returns {never} */
  const refuse = (what) => {
    throw new TypeError(`${what} gives another value each time, so it is not available here.`)
  }
  /** @param {unknown[]} parts */
  const VirtualDate = function (...parts) {
    const instant = () => (now === undefined ? refuse(new.target ? 'new Date()' : 'Date()') : now())
    if (!new.target) return apply(dateText, construct(OriginalDate, [instant()]), [])
    return construct(OriginalDate, parts.length === 0 ? [instant()] : parts, new.target)
  }
  defineProperty(VirtualDate, 'prototype', { value: OriginalDate.prototype, writable: false })
  defineProperty(OriginalDate.prototype, 'constructor', { value: VirtualDate })
  defineProperty(VirtualDate, 'name', { value: 'Date' })
  defineProperty(VirtualDate, 'length', { value: 7 })
  VirtualDate.parse = OriginalDate.parse
  VirtualDate.UTC = OriginalDate.UTC
  VirtualDate.now = () => (now === undefined ? refuse('Date.now()') : now())
  defineProperty(globalThis, 'Date', { value: VirtualDate })
  Math.random = random ?? (() => refuse('Math.random()'))
  for (const name of ['WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics', 'performance']) {
    Reflect.deleteProperty(globalThis, name)
  }

  /** @param {unknown} value */
  const show = (value) => {
    if (typeof value === 'string') return value
    if (value instanceof Error) return StringOf(value)
    try {
      return stringify(value) ?? StringOf(value)
    } catch {
      return StringOf(value)
    }
  }
  /** @param {unknown[]} parts */
  const line = (parts) => {
    let text = ''
    for (let index = 0; index < parts.length; index++) text += (index === 0 ? '' : ' ') + show(parts[index])
    return text
  }
  const levels = { log: 'info', info: 'info', debug: 'debug', warn: 'warn', error: 'error' }
  const console = Object.fromEntries(
    Object.entries(levels).map(([name, level]) => [
      name,
      (/** @type {unknown[]} */ ...parts) => log(level, line(parts)),
    ]),
  )
  defineProperty(globalThis, 'console', { value: freeze(console), writable: true, configurable: true })

  /** @template Value @param {Value} value @returns {Value} */
  const deepFreeze = (value) => {
    if (typeof value !== 'object' || value === null) return value
    for (const field of values(value)) deepFreeze(field)
    return freeze(value)
  }
  const scope = parse(scopeJson)
  for (const name of keys(scope)) {
    const value = deepFreeze(scope[name])
    defineProperty(globalThis, name, { value, writable: false, configurable: false, enumerable: true })
  }

  /** @param {string} key @param {unknown} item */
  const awaited = (key, item) => {
    if (item instanceof OriginalPromise)
      throw new TypeError(`The result holds a promise in "${key}": write \`await\` before it.`)
    return item
  }
  /** @param {unknown} value @param {number} most */
  return (value, most) => {
    if (typeof value === 'function' || typeof value === 'symbol')
      throw new TypeError(`The result is a ${typeof value}, not a JSON value.`)
    if (value instanceof OriginalPromise)
      throw new TypeError('The result is a promise; nothing can be awaited here.')
    const json = (now === undefined ? stringify(value) : stringify(value, awaited)) ?? 'null'
    return json.length > most ? json.length : json
  }
}

/**
 * Numbers from 0 to 1 that are always the same for the same seed: sfc32, two draws a number.
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} counter
 */
export function chance(a, b, c, counter) {
  const draw = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) draw()
  return () => ((draw() >>> 5) * 0x4000000 + (draw() >>> 6)) / 0x20000000000000
}
