import type { JsonValue } from '@/server/kernel/json'

export type DiffOp<Item> = { kind: 'same' | 'added' | 'removed'; item: Item }

const EDITS_MAX = 800

/**
 * The shortest edit script from `before` to `after` (Myers, "An O(ND) Difference Algorithm", 1986). Beyond
 * 800 edits it gives up on minimality: everything between the equal ends is removed, then added.
 */
export function diffItems<Item>(before: readonly Item[], after: readonly Item[]): DiffOp<Item>[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1
  let tail = 0
  const room = Math.min(before.length, after.length) - head
  while (tail < room && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1
  const oldPart = before.slice(head, before.length - tail)
  const newPart = after.slice(head, after.length - tail)
  return [
    ...ops('same', before.slice(0, head)),
    ...(editScript(oldPart, newPart) ?? [...ops('removed', oldPart), ...ops('added', newPart)]),
    ...ops('same', before.slice(before.length - tail)),
  ]
}

function ops<Item>(kind: DiffOp<Item>['kind'], items: readonly Item[]): DiffOp<Item>[] {
  return items.map((item) => ({ kind, item }))
}

function editScript<Item>(a: readonly Item[], b: readonly Item[]): DiffOp<Item>[] | undefined {
  const limit = Math.min(a.length + b.length, EDITS_MAX)
  // How far each diagonal got, by diagonal + offset; -1 where none has been.
  const offset = limit + 1
  const trail: Int32Array[] = []
  let furthest = new Int32Array(2 * limit + 3).fill(-1)
  furthest[offset + 1] = 0
  for (let edits = 0; edits <= limit; edits += 1) {
    trail.push(furthest)
    const next = furthest.slice()
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = arrival(furthest, offset, diagonal, edits).x
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1
      next[offset + diagonal] = x
      if (x >= a.length && x - diagonal >= b.length) return walkBack(a, b, trail, offset)
    }
    furthest = next
  }
  return undefined
}

/** Where a diagonal starts after one more edit, and whether that edit adds (down) or removes (right). */
function arrival(furthest: Int32Array, offset: number, diagonal: number, edits: number) {
  const below = furthest[offset + diagonal + 1] ?? -1
  const left = furthest[offset + diagonal - 1] ?? -1
  const isDown = diagonal === -edits || (diagonal !== edits && left < below)
  return { x: isDown ? below : left + 1, isDown }
}

function walkBack<Item>(
  a: readonly Item[],
  b: readonly Item[],
  trail: Int32Array[],
  offset: number,
): DiffOp<Item>[] {
  const script: DiffOp<Item>[] = []
  let x = a.length
  let y = b.length
  for (let edits = trail.length - 1; edits >= 0; edits -= 1) {
    const { x: start, isDown } = arrival(trail[edits] ?? new Int32Array(), offset, x - y, edits)
    const startY = start - (x - y)
    while (x > start && y > startY && x > 0 && y > 0) {
      x -= 1
      y -= 1
      push('same', a[x])
    }
    if (edits === 0) break
    if (isDown) push('added', b[--y])
    else push('removed', a[--x])
  }
  return script.reverse()

  function push(kind: DiffOp<Item>['kind'], item: Item | undefined) {
    if (item !== undefined) script.push({ kind, item })
  }
}

/** Words, spaces and marks, so that a change inside a line can be shown exactly. */
export function wordsOf(line: string): string[] {
  return line.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? []
}

export interface DiffLine {
  kind: 'same' | 'added' | 'removed'
  /** Line numbers in the old and the new text. */
  before: number | undefined
  after: number | undefined
  parts: { text: string; isChanged: boolean }[]
}

/** Lines of a diff; a removed line followed by its replacement shows the changed words within. */
export function diffLines(before: string, after: string): DiffLine[] {
  const script = diffItems(before.split('\n'), after.split('\n'))
  const lines: DiffLine[] = []
  let oldNumber = 0
  let newNumber = 0
  for (let index = 0; index < script.length; ) {
    const removed = runOf('removed', index)
    const added = runOf('added', index + removed.length)
    for (const [at, text] of removed.entries()) {
      lines.push({
        kind: 'removed',
        before: ++oldNumber,
        after: undefined,
        parts: partsOf(text, added[at], 'removed'),
      })
    }
    for (const [at, text] of added.entries()) {
      lines.push({
        kind: 'added',
        before: undefined,
        after: ++newNumber,
        parts: partsOf(removed[at], text, 'added'),
      })
    }
    index += removed.length + added.length
    const same = script[index]
    if (same?.kind === 'same') {
      lines.push({
        kind: 'same',
        before: ++oldNumber,
        after: ++newNumber,
        parts: [{ text: same.item, isChanged: false }],
      })
      index += 1
    }
  }
  return lines

  function runOf(kind: 'added' | 'removed', start: number): string[] {
    const run: string[] = []
    for (let at = start; script[at]?.kind === kind; at += 1) run.push(script[at]?.item ?? '')
    return run
  }
}

const LINE_MAX = 2_000

function partsOf(
  before: string | undefined,
  after: string | undefined,
  side: 'added' | 'removed',
): DiffLine['parts'] {
  const own = (side === 'removed' ? before : after) ?? ''
  const whole = [{ text: own, isChanged: false }]
  if (before === undefined || after === undefined || before.length + after.length > LINE_MAX) return whole
  const script = diffItems(wordsOf(before), wordsOf(after))
  const sameLength = script.reduce((sum, op) => sum + (op.kind === 'same' ? op.item.trim().length : 0), 0)
  // Lines with little in common read better as a whole than as confetti.
  if (sameLength * 3 < Math.max(before.length, after.length)) return whole
  const parts: DiffLine['parts'] = []
  for (const op of script) {
    if (op.kind !== 'same' && op.kind !== side) continue
    const last = parts.at(-1)
    if (last && last.isChanged === (op.kind === side)) last.text += op.item
    else parts.push({ text: op.item, isChanged: op.kind === side })
  }
  return parts
}

export type ObjectChange =
  | { kind: 'added'; path: string; after: JsonValue }
  | { kind: 'removed'; path: string; before: JsonValue }
  | { kind: 'changed'; path: string; before: JsonValue; after: JsonValue }

/** What differs between two JSON values, by path (`items[2].price`), in the order of the keys. */
export function diffObjects(before: JsonValue, after: JsonValue, path = ''): ObjectChange[] {
  if (Object.is(before, after)) return []
  if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ kind: 'changed', path, before, after }]
  }
  const old = new Map(Object.entries(before))
  const now = new Map(Object.entries(after))
  const keys = [...new Set([...old.keys(), ...now.keys()])]
  return keys.flatMap((key): ObjectChange[] => {
    const at = Array.isArray(before) ? `${path}[${key}]` : path ? `${path}.${key}` : key
    const [from, to] = [old.get(key), now.get(key)]
    if (from === undefined) return to === undefined ? [] : [{ kind: 'added', path: at, after: to }]
    if (to === undefined) return [{ kind: 'removed', path: at, before: from }]
    return diffObjects(from, to, at)
  })
}

function isBranch(value: JsonValue): value is JsonValue[] | { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null
}
