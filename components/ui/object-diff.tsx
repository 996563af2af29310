'use client'

import { useMemo } from 'react'
import type { JsonValue } from '@/server/kernel/json'
import { cn } from './cn'
import { diffObjects, type ObjectChange } from './diff-rules'
import { TextDiff } from './text-diff'

export interface ObjectDiffProps {
  before: JsonValue
  after: JsonValue
  label: string
  className?: string
}

/** What differs between two JSON values, one block a path; long texts are compared line by line. */
export function ObjectDiff({ before, after, label, className }: ObjectDiffProps) {
  const changes = useMemo(() => diffObjects(before, after), [before, after])
  if (changes.length === 0) {
    return (
      <p className={cn('rounded-lg border bg-sunken px-3 py-2 text-fg-muted text-sm', className)}>
        No changes.
      </p>
    )
  }
  return (
    <section
      aria-label={label}
      className={cn('divide-y overflow-hidden rounded-lg border bg-surface', className)}
    >
      {changes.map((change) => (
        <Change key={change.path} change={change} />
      ))}
    </section>
  )
}

function Change({ change }: { change: ObjectChange }) {
  const isText = change.kind === 'changed' && isLong(change.before) && isLong(change.after)
  return (
    <div className="px-3 py-2">
      <p className="mb-1 flex items-center gap-2 text-xs">
        <code className="text-fg">{change.path || 'value'}</code>
        <span className="text-fg-subtle">{change.kind}</span>
      </p>
      {isText ? (
        <TextDiff
          before={String(change.before)}
          after={String(change.after)}
          label={`Changes to ${change.path}`}
        />
      ) : (
        <div className="grid gap-px overflow-hidden rounded-md font-mono text-xs leading-5">
          {change.kind !== 'added' && (
            <Side sign="−" word="Before" value={change.before} className="bg-danger-soft" />
          )}
          {change.kind !== 'removed' && (
            <Side sign="+" word="After" value={change.after} className="bg-success-soft" />
          )}
        </div>
      )}
    </div>
  )
}

function Side({
  sign,
  word,
  value,
  className,
}: {
  sign: string
  word: string
  value: JsonValue
  className: string
}) {
  return (
    <div className={cn('flex gap-2 px-2 py-0.5', className)}>
      <span aria-hidden="true" className="select-none text-fg-muted">
        {sign}
      </span>
      <span className="sr-only">{word}: </span>
      <span className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">
        {JSON.stringify(value, null, 2)}
      </span>
    </div>
  )
}

function isLong(value: JsonValue): boolean {
  return typeof value === 'string' && (value.includes('\n') || value.length > 80)
}
