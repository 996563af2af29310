'use client'

import { useState } from 'react'
import type { LogLine } from '@/server/kernel/run-view'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { JsonViewer } from '../ui/json-viewer'

export interface LogsPanelProps {
  lines: readonly (LogLine & { path?: string })[]
  onSelect?: (path: string) => void
}

const SHOWN = 300
const LOOKS: Record<LogLine['level'], string> = {
  debug: 'text-fg-subtle',
  info: 'text-fg-muted',
  warn: 'text-warning-text',
  error: 'text-danger-text',
}

/** What steps wrote, in order; the latest where there is much. */
export function LogsPanel({ lines, onSelect }: LogsPanelProps) {
  const [isWhole, setWhole] = useState(false)
  if (lines.length === 0) {
    return (
      <p className="text-fg-subtle text-sm">
        Nothing was logged. In <code>code</code> steps, <code>console.log</code> writes here.
      </p>
    )
  }
  const shown = isWhole ? lines : lines.slice(-SHOWN)
  return (
    <div className="flex flex-col gap-2">
      {shown.length < lines.length && (
        <Button size="sm" variant="ghost" onClick={() => setWhole(true)}>
          Show all {lines.length.toLocaleString('en')} lines
        </Button>
      )}
      <ol className="m-0 list-none p-0 font-mono text-xs leading-5" aria-label="Log">
        {shown.map((line) => (
          <li
            key={line.seq}
            className="grid grid-cols-[auto_auto_1fr] gap-x-3 rounded-sm px-1 hover:bg-hover"
          >
            <time dateTime={line.at} className="tabular text-fg-subtle">
              {line.at.slice(11, 23)}
            </time>
            <span className={cn('w-9', LOOKS[line.level])}>{line.level}</span>
            <span className="min-w-0 text-fg [overflow-wrap:anywhere]">
              {line.path && (
                <button
                  type="button"
                  onClick={() => onSelect?.(line.path ?? '')}
                  className="mr-2 rounded-sm text-accent-text hover:underline"
                >
                  {line.path}
                </button>
              )}
              {line.message}
              {line.data !== undefined && (
                <JsonViewer value={line.data} label="Data" isBare initialDepth={1} />
              )}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
