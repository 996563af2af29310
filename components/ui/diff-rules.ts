import { diffArrays } from 'diff'
import type { JsonValue } from '@/server/kernel/json'

export type DiffOp<Item> = { kind: 'same' | 'added' | 'removed'; item: Item }

const EDITS_MAX = 800

/**
 * The shortest edit script from `before` to `after`. Beyond 800 edits it gives up on minimality: everything is
 * removed, then added.
 */
export function diffItems<Item>(before: readonly Item[], after: readonly Item[]): DiffOp<Item>[] {
  const changes = diffArrays([...before], [...after], { maxEditLength: EDITS_MAX })
  if (!changes) return [...ops('removed', before), ...ops('added', after)]
  return changes.flatMap(({ added, removed, value }) =>
    ops(added ? 'added' : removed ? 'removed' : 'same', value),
  )
}

function ops<Item>(kind: DiffOp<Item>['kind'], items: readonly Item[]): DiffOp<Item>[] {
  return items.map((item) => ({ kind, item }))
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
