import type { JsonValue } from '../json'
import { SHORTEST_SPELLING, spellingsOf } from './spellings'

export interface SecretValue {
  name: string
  value: string
}

/** Hides secret values in texts. A value of fewer than four characters cannot be hidden. */
export interface Mask {
  /** The text with every spelling of a secret replaced by `•••NAME•••`. */
  text(text: string): string
  /** The same for every text, key and number in a JSON value; its shape stays. */
  json<Value extends JsonValue>(value: Value): Value
  /** The same for a text that comes in pieces, however it is cut. */
  stream(): MaskStream
}

export interface MaskStream {
  /** What can be given out by now: a piece that may begin a secret is held back until it is known. */
  push(piece: string): string
  /** What was still held back. */
  end(): string
}

/**
 * A mask over these secrets. Overlapping finds become one mask, so no rest of a secret stands beside
 * another one's mask; and a text gives the same result in one piece or in many.
 */
export function createMask(secrets: Iterable<SecretValue>): Mask {
  const table = new Map<string, string>()
  for (const { name, value } of secrets) {
    if (value.length < SHORTEST_SPELLING) continue
    for (const spelling of spellingsOf(value)) if (!table.has(spelling)) table.set(spelling, name)
  }
  if (table.size === 0) return NOTHING_TO_HIDE
  const finder = createFinder(table)
  const text = (whole: string) => {
    if (!finder.isIn(whole)) return whole
    const stream = createStream(finder)
    return stream.push(whole) + stream.end()
  }
  return { text, json: (value) => mapJson(value, text), stream: () => createStream(finder) }
}

const NOTHING_TO_HIDE: Mask = {
  text: (text) => text,
  json: (value) => value,
  stream: () => ({ push: (piece) => piece, end: () => '' }),
}

interface Finder {
  longest: number
  isIn(text: string): boolean
  /** Where spellings start in the text, in order; overlapping ones, too. */
  starts(text: string): Find[]
}

interface Find {
  at: number
  length: number
  name: string
}

/** By `indexOf`, not by one regular expression: a key file of 32 KiB in ten spellings makes none that compiles. */
function createFinder(table: ReadonlyMap<string, string>): Finder {
  const spellings = [...table].map(([spelling, name]) => ({ spelling, name }))
  return {
    longest: Math.max(...spellings.map(({ spelling }) => spelling.length)),
    isIn: (text) => spellings.some(({ spelling }) => text.includes(spelling)),
    starts(text) {
      const finds: Find[] = []
      for (const { spelling, name } of spellings)
        for (let at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, at + 1))
          finds.push({ at, length: spelling.length, name })
      return finds.sort((a, b) => a.at - b.at || b.length - a.length)
    },
  }
}

function createStream(finder: Finder): MaskStream {
  let pending = ''
  /** The find that was given out last covers this many characters of `pending`. */
  let covered = 0
  /** Gives out all of `pending` before `end`, where it is known what starts there. */
  function giveOut(end: number): string {
    let out = ''
    let at = Math.min(covered, end)
    for (const find of finder.starts(pending)) {
      if (find.at >= end) break
      if (find.at >= covered) {
        out += `${pending.slice(at, find.at)}•••${find.name}•••`
        covered = find.at + find.length
      } else covered = Math.max(covered, find.at + find.length)
      at = Math.min(covered, end)
    }
    out += pending.slice(at, end)
    pending = pending.slice(end)
    covered = Math.max(0, covered - end)
    return out
  }
  return {
    push(piece) {
      pending += piece
      const known = pending.length - finder.longest + 1
      return known > 0 ? giveOut(known) : ''
    },
    end: () => giveOut(pending.length),
  }
}

function mapJson<Value extends JsonValue>(value: Value, hide: (text: string) => string): Value {
  const walk = (node: JsonValue): JsonValue => {
    if (typeof node === 'string') return hide(node)
    if (typeof node === 'number') {
      const hidden = hide(String(node))
      return hidden === String(node) ? node : hidden
    }
    if (Array.isArray(node)) return node.map(walk)
    if (typeof node !== 'object' || node === null) return node
    return Object.fromEntries(Object.entries(node).map(([key, field]) => [hide(key), walk(field)]))
  }
  // A text stays a text, a list a list and an object an object; a number that is a secret becomes its mask.
  return walk(value) as Value
}
