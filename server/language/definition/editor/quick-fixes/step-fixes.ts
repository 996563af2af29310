import { allSteps, type StepDraft } from '../../check/draft'
import type { Understood } from '../../check/understand'
import type { MapNode, Range } from '../../source/node'
import { type FixPlace, indentAt, lineEndAt, lineStartAt, type QuickFix, type TextEdit } from './fix'

/** Fields that are missing, too many, or doubled. */
export function stepFixes(place: FixPlace): QuickFix[] {
  const { understood, problem } = place
  if (understood.root === undefined || understood.root.kind !== 'map') return []
  switch (problem.code) {
    case 'step_not_visible':
      return addNeeds(place, understood)
    case 'retry_not_allowed':
      return removeRetry(place, understood)
    case 'duplicate_id':
      return renameDouble(place, understood)
    case 'required':
      return addRequired(place, understood, understood.root)
    default:
      return []
  }
}

const NEEDS = /^Write `(needs: \[[^`\]]*\])` on `([^`]+)`\.$/

function addNeeds({ source, problem }: FixPlace, { order }: Understood): QuickFix[] {
  const [, needs, id] = NEEDS.exec(problem.suggestion ?? '') ?? []
  const step = id === undefined ? undefined : order.byId(id)
  if (needs === undefined || step === undefined) return []
  const label = `Add \`${needs}\` to \`${id}\``
  const written = step.node.entries.get('needs')
  if (written !== undefined) {
    const end = trimmedEnd(source, written.node)
    return [
      { label, edits: [{ start: written.key.start, end: Math.max(end, written.key.end), text: needs }] },
    ]
  }
  const idEntry = step.node.entries.get('id')
  if (idEntry === undefined) return []
  if (isFlow(source, step.node)) return [{ label, edits: [insert(idEntry.node.end, `, ${needs}`)] }]
  const at = lineEndAt(source, idEntry.node.end)
  return [{ label, edits: [insert(at, `\n${indentAt(source, idEntry.key.start)}${needs}`)] }]
}

function removeRetry({ source, range }: FixPlace, { top, last }: Understood): QuickFix[] {
  for (const step of allSteps(top, last)) {
    const entry = step.node.entries.get('retry')
    if (entry?.key.start !== range.start) continue
    return [{ label: 'Remove `retry`', edits: [removal(source, step.node, 'retry')] }]
  }
  return []
}

/** Takes a field out with its value: its lines in a block, itself and one comma in `{ … }`. */
function removal(source: string, node: MapNode, name: string): TextEdit {
  const entries = [...node.entries]
  const index = entries.findIndex(([key]) => key === name)
  const [entry, next, previous] = [entries[index]?.[1], entries[index + 1]?.[1], entries[index - 1]?.[1]]
  if (entry === undefined) return insert(node.start, '')
  const { start } = entry.key
  const lineStart = lineStartAt(source, start)
  const isOwnLine = source.slice(lineStart, start).trim() === ''
  const end = trimmedEnd(source, entry.node)
  if (!isFlow(source, node) && isOwnLine) {
    return { start: lineStart, end: Math.min(lineEndAt(source, end) + 1, source.length), text: '' }
  }
  if (next !== undefined) return { start, end: next.key.start, text: '' }
  return { start: previous?.node.end ?? start, end, text: '' }
}

function renameDouble({ source, range }: FixPlace, understood: Understood): QuickFix[] {
  const id = source.slice(range.start, range.end).replace(/^(["'])(.*)\1$/, '$2')
  if (!/^[A-Za-z][\w-]*$/.test(id)) return []
  const free = freeId(id, understood)
  return [{ label: `Rename to \`${free}\``, edits: [{ ...range, text: free }] }]
}

function addRequired(place: FixPlace, understood: Understood, root: MapNode): QuickFix[] {
  const { source, problem, range } = place
  if (problem.message === '`version` is required.') {
    const first = [...root.entries.values()][0]
    if (first === undefined) return []
    const text = isFlow(source, root) ? '"version": 1, ' : 'version: 1\n'
    return [{ label: 'Add `version: 1`', edits: [insert(first.key.start, text)] }]
  }
  if (problem.message !== '`id` is required.') return []
  const step = [...allSteps(understood.top, understood.last)].find(
    ({ at, id }) => id === undefined && at.start === range.start,
  )
  return step === undefined ? [] : [addId(source, step, freeId(step.kind ?? 'step', understood, 1))]
}

function addId(source: string, step: StepDraft, id: string): QuickFix {
  const { start } = step.at
  const text = isFlow(source, step.node) ? `id: ${id}, ` : `id: ${id}\n${indentAt(source, start)}`
  return { label: `Add \`id: ${id}\``, edits: [insert(start, text)] }
}

function freeId(id: string, { top, last }: Understood, first = 2): string {
  const taken = new Set([...allSteps(top, last)].map((step) => step.id))
  const base = id.replace(/_\d+$/, '')
  for (let number = first; ; number += 1) if (!taken.has(`${base}_${number}`)) return `${base}_${number}`
}

/** Where a value's text ends; block collections count the lines after them in. */
function trimmedEnd(source: string, { start, end }: Range): number {
  return start + source.slice(start, end).trimEnd().length
}

function isFlow(source: string, node: MapNode): boolean {
  return source[node.start] === '{'
}

function insert(at: number, text: string): TextEdit {
  return { start: at, end: at, text }
}
