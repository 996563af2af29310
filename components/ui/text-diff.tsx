'use client'

import { Fragment, useMemo, useState } from 'react'
import { cn } from './cn'
import { type DiffLine, diffLines } from './diff-rules'

export interface TextDiffProps {
  before: string
  after: string
  /** The accessible name: "Changes to the draft". */
  label: string
  /** Unchanged lines kept around a change; default 3. */
  contextLines?: number
  className?: string
}

/** Two texts, line by line, with the changed words marked; long unchanged parts fold. */
export function TextDiff({ before, after, label, contextLines = 3, className }: TextDiffProps) {
  const lines = useMemo(() => diffLines(before, after), [before, after])
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const parts = useMemo(() => folded(lines, contextLines), [lines, contextLines])
  if (before === after) {
    return (
      <p className={cn('rounded-lg border bg-sunken px-3 py-2 text-fg-muted text-sm', className)}>
        No changes.
      </p>
    )
  }
  return (
    <section aria-label={label} className={cn('overflow-hidden rounded-lg border bg-surface', className)}>
      <DiffSummary lines={lines} />
      <div className="overflow-x-auto py-1 font-mono text-xs leading-5">
        {parts.map((part) => (
          <Fragment key={part.start}>
            {part.isFolded && !opened.has(part.start) ? (
              <button
                type="button"
                onClick={() => setOpened(new Set(opened).add(part.start))}
                className="block w-full bg-sunken px-3 py-0.5 text-left text-fg-subtle hover:bg-hover hover:text-fg focus-visible:-outline-offset-2"
              >
                ⋯ {part.lines.length} unchanged lines
              </button>
            ) : (
              part.lines.map((line) => (
                <Line key={`${line.before ?? '+'}:${line.after ?? '-'}`} line={line} />
              ))
            )}
          </Fragment>
        ))}
      </div>
    </section>
  )
}

function DiffSummary({ lines }: { lines: DiffLine[] }) {
  const count = (kind: DiffLine['kind']) => lines.filter((line) => line.kind === kind).length
  return (
    <p className="tabular flex gap-3 border-b px-3 py-1.5 text-xs">
      <span className="text-success-text">
        +{count('added')} <span className="sr-only">lines added</span>
      </span>
      <span className="text-danger-text">
        −{count('removed')} <span className="sr-only">lines removed</span>
      </span>
    </p>
  )
}

const LOOKS = {
  same: { sign: ' ', row: '', mark: '', word: '' },
  added: { sign: '+', row: 'bg-success-soft', mark: 'bg-success/30', word: 'Added: ' },
  removed: { sign: '−', row: 'bg-danger-soft', mark: 'bg-danger/25', word: 'Removed: ' },
}

function Line({ line }: { line: DiffLine }) {
  const look = LOOKS[line.kind]
  return (
    <div className={cn('flex min-w-fit', look.row)}>
      <span
        aria-hidden="true"
        className="tabular w-9 shrink-0 select-none pr-1.5 text-right text-fg-subtle max-md:hidden"
      >
        {line.before}
      </span>
      <span
        aria-hidden="true"
        className="tabular w-9 shrink-0 select-none pr-1.5 text-right text-fg-subtle max-md:hidden"
      >
        {line.after}
      </span>
      <span aria-hidden="true" className="w-5 shrink-0 select-none text-center text-fg-muted">
        {look.sign}
      </span>
      <span className="min-w-0 flex-1 whitespace-pre-wrap pr-3 [overflow-wrap:anywhere]">
        {look.word && <span className="sr-only">{look.word}</span>}
        {line.parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts are derived anew and never move
          <span key={index} className={part.isChanged ? cn('rounded-xs', look.mark) : undefined}>
            {part.text}
          </span>
        ))}
      </span>
    </div>
  )
}

interface Part {
  start: number
  isFolded: boolean
  lines: DiffLine[]
}

function folded(lines: DiffLine[], contextLines: number): Part[] {
  const near = new Set<number>()
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'same') continue
    for (let at = index - contextLines; at <= index + contextLines; at += 1) near.add(at)
  }
  const parts: Part[] = []
  for (const [index, line] of lines.entries()) {
    const isFolded = !near.has(index)
    const last = parts.at(-1)
    if (last && last.isFolded === isFolded) last.lines.push(line)
    else parts.push({ start: index, isFolded, lines: [line] })
  }
  return parts.map((part) => ({ ...part, isFolded: part.isFolded && part.lines.length > 2 }))
}
