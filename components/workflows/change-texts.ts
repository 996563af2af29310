import type { JsonValue } from '@/server/kernel/json'
import type { Change, StepChange } from '@/server/language/definition/diff'

export interface ChangeText {
  /** Unique among the changes of one comparison. */
  key: string
  /** What it is about: a step, an input, a field. */
  noun: string
  name: string
  /** The step kind, where it is a step. */
  kind: string | undefined
  /** Where it stands, moved to, or what came along: whole phrases. */
  notes: string[]
}

const NOUNS = { workflow: 'Workflow', input: 'Input', var: 'Variable', step: 'Step' } as const

/** A change of a definition in words. */
export function changeText(change: Change): ChangeText {
  const noun = NOUNS[change.subject]
  if (change.subject !== 'step')
    return { key: `${change.subject}:${change.name}`, noun, name: change.name, kind: undefined, notes: [] }
  return {
    key: `step:${change.list}:${change.id}:${change.kind}`,
    noun,
    name: change.id,
    kind: change.stepKind,
    notes: [...placeNotes(change), ...innerNotes(change)],
  }
}

function placeNotes({ list, movedFrom }: StepChange): string[] {
  if (movedFrom === undefined) return list === '' ? [] : [`in ${placeText(list)}`]
  if (movedFrom === list)
    return [list === '' ? 'stands elsewhere in the list' : `stands elsewhere in ${placeText(list)}`]
  return [`from ${placeText(movedFrom)} to ${placeText(list)}`]
}

function innerNotes({ innerSteps }: StepChange): string[] {
  if (innerSteps === 0) return []
  return [innerSteps === 1 ? 'with one step inside' : `with ${innerSteps} steps inside`]
}

/** A list of steps as people call it. */
export function placeText(list: string): string {
  if (list === '') return 'the main list'
  if (list === 'finally') return '`finally`'
  const [, owner, part] = /^(.*)\.(onError|undo)$/.exec(list) ?? []
  return part ? `\`${part}\` of \`${owner}\`` : `\`${list}\``
}

/** A value on one line where it fits, else as indented JSON; texts as they are. */
export function valueText(value: JsonValue | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  const short = JSON.stringify(value)
  return short.length <= 60 ? short : JSON.stringify(value, null, 2)
}

/** `3 changes: 1 added, 2 changed`. */
export function changeSummary(changes: readonly Change[]): string {
  if (changes.length === 0) return 'Nothing that a run would notice.'
  const counts = (['added', 'removed', 'changed', 'moved'] as const)
    .map((kind) => ({ kind, count: changes.filter((change) => change.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`)
  return `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}: ${counts.join(', ')}.`
}
