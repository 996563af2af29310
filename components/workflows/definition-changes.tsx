'use client'

import { ArrowDownUp, Minus, Pencil, Plus } from 'lucide-react'
import type { JsonValue } from '@/server/kernel/json'
import type { Change, FieldChange } from '@/server/language/definition/diff'
import { InlineCode } from '../editor/inline-code'
import { Badge } from '../ui/badge'
import { cn } from '../ui/cn'
import { TextDiff } from '../ui/text-diff'
import type { Tone } from '../ui/tone'
import { changeSummary, changeText, valueText } from './change-texts'

const LOOKS: Record<Change['kind'], { word: string; tone: Tone; icon: typeof Plus }> = {
  added: { word: 'Added', tone: 'success', icon: Plus },
  removed: { word: 'Removed', tone: 'danger', icon: Minus },
  changed: { word: 'Changed', tone: 'info', icon: Pencil },
  moved: { word: 'Moved', tone: 'violet', icon: ArrowDownUp },
}

export interface DefinitionChangesProps {
  changes: readonly Change[]
  /** What the two sides are called: “Version 2”, “Draft”. */
  before: string
  after: string
  className?: string
}

/** What is different between two definitions, by step and field, old and new side by side. */
export function DefinitionChanges({ changes, before, after, className }: DefinitionChangesProps) {
  return (
    <section aria-label="Changes of the workflow" className={cn('flex flex-col gap-2', className)}>
      <p className="text-fg-muted text-sm">{changeSummary(changes)}</p>
      {changes.length > 0 && (
        <ul className="m-0 flex list-none flex-col divide-y overflow-hidden rounded-lg border bg-surface p-0">
          {changes.map((change) => (
            <ChangeRow key={changeText(change).key} change={change} before={before} after={after} />
          ))}
        </ul>
      )}
    </section>
  )
}

function ChangeRow({ change, before, after }: { change: Change; before: string; after: string }) {
  const { word, tone, icon: Icon } = LOOKS[change.kind]
  const { noun, name, kind, notes } = changeText(change)
  return (
    <li className="flex flex-col gap-2 px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <Badge tone={tone} icon={<Icon />}>
          {word}
        </Badge>
        <span className="text-fg-muted">{noun}</span>
        <code className="min-w-0 font-medium text-fg [overflow-wrap:anywhere]">{name}</code>
        {kind && <span className="font-mono text-fg-subtle text-xs">{kind}</span>}
        {notes.map((note) => (
          <span key={note} className="text-fg-muted">
            <InlineCode text={note} />
          </span>
        ))}
      </div>
      <FieldRows fields={fieldsOf(change)} before={before} after={after} />
    </li>
  )
}

/** An added input has no fields of its own to tell, but a value. */
function fieldsOf(change: Change): readonly FieldChange[] {
  if (change.fields.length > 0 || change.subject === 'step') return change.fields
  return [
    {
      field: '',
      ...(change.before === undefined ? {} : { before: change.before }),
      ...(change.after === undefined ? {} : { after: change.after }),
    },
  ]
}

function FieldRows(props: { fields: readonly FieldChange[]; before: string; after: string }) {
  return props.fields.map((change) => (
    <div key={change.field} className="flex flex-col gap-1">
      {change.field !== '' && <code className="text-fg-muted text-xs">{change.field}</code>}
      {isLongText(change.before) && isLongText(change.after) ? (
        <TextDiff before={change.before} after={change.after} label={`Changes of ${change.field}`} />
      ) : (
        <div className="grid grid-cols-2 gap-2 max-md:grid-cols-1">
          <Side value={change.before} title={props.before} isOld />
          <Side value={change.after} title={props.after} />
        </div>
      )}
    </div>
  ))
}

function Side({
  value,
  title,
  isOld = false,
}: {
  value: JsonValue | undefined
  title: string
  isOld?: boolean
}) {
  if (value === undefined) {
    return (
      <p className="rounded-md border border-dashed px-2 py-1 text-fg-subtle text-xs max-md:hidden">
        Not in {title}
      </p>
    )
  }
  return (
    <p className={cn('min-w-0 rounded-md px-2 py-1', isOld ? 'bg-danger-soft' : 'bg-success-soft')}>
      <span className="sr-only">{title}: </span>
      <code className="block whitespace-pre-wrap text-xs leading-5 [overflow-wrap:anywhere]">
        {valueText(value)}
      </code>
    </p>
  )
}

function isLongText(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value.includes('\n')
}
