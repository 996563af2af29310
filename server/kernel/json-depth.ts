/**
 * Whether a JSON text nests deeper than `levels`. Deep values are refused where they enter: code that walks
 * them recurses, and Node ends the process when a regular expression is compiled near the end of the stack.
 */
export function isDeeperThan(json: string, levels: number): boolean {
  let depth = 0
  for (let index = 0; index < json.length; index++) {
    const character = json.charCodeAt(index)
    if (character === QUOTE) index = endOfText(json, index)
    else if (character === OPEN_LIST || character === OPEN_OBJECT) {
      if (++depth > levels) return true
    } else if (character === CLOSE_LIST || character === CLOSE_OBJECT) depth--
  }
  return false
}

/** The same of a value that is parsed already. Goes wide, not deep: it cannot exhaust the stack itself. */
export function isValueDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
  return false
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** The offset of the quote that ends the text opened at `start`. */
function endOfText(json: string, start: number): number {
  for (let index = start + 1; index < json.length; index++) {
    const character = json.charCodeAt(index)
    if (character === BACKSLASH) index++
    else if (character === QUOTE) return index
  }
  return json.length
}
