'use client'

import { useState } from 'react'
import type { LogLine } from '@/server/kernel/run-view'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { JsonViewer } from '../ui/json-viewer'
import { SegmentedControl } from '../ui/segmented-control'

type Line = LogLine & { path?: string }

export interface LogsPanelProps {
  lines: readonly Line[]
  onSelect?: (path: string) => void
}

const SHOWN = 300
const LOOKS: Record<LogLine['level'], string> = {
  debug: 'text-fg-subtle',
  info: 'text-fg-muted',
  warn: 'text-warning-text',
  error: 'text-danger-text',
}

/** What steps wrote, in order; the latest where there is much. Output of commands can be looked at by itself. */
export function LogsPanel({ lines, onSelect }: LogsPanelProps) {
  const [isWhole, setWhole] = useState(false)
  const [stream, setStream] = useState<StreamChoice>('all')
  if (lines.length === 0) {
    return (
      <p className="text-fg-subtle text-sm">
        Nothing was logged. In <code>code</code> steps, <code>console.log</code> writes here.
      </p>
    )
  }
  const streams = countStreams(lines)
  const chosen = streams && stream !== 'all' ? lines.filter((line) => line.stream === stream) : lines
  const shown = isWhole ? chosen : chosen.slice(-SHOWN)
  return (
    <div className="flex flex-col gap-2">
      {streams && (
        <SegmentedControl
          label="Written to"
          size="sm"
          options={[
            { value: 'all', label: 'All', count: lines.length },
            { value: 'stdout', label: 'stdout', count: streams.stdout },
            { value: 'stderr', label: 'stderr', count: streams.stderr },
          ]}
          value={stream}
          onValueChange={setStream}
        />
      )}
      {shown.length < chosen.length && (
        <Button size="sm" variant="ghost" onClick={() => setWhole(true)}>
          Show all {chosen.length.toLocaleString('en')} lines
        </Button>
      )}
      {chosen.length === 0 && <p className="text-fg-subtle text-sm">Nothing was written to {stream}.</p>}
      <ol className="m-0 list-none p-0 font-mono text-xs leading-5" aria-label="Log">
        {shown.map((line) => (
          <LogRow key={line.seq} line={line} onSelect={onSelect} />
        ))}
      </ol>
    </div>
  )
}

type StreamChoice = 'all' | 'stdout' | 'stderr'

function countStreams(lines: readonly Line[]): { stdout: number; stderr: number } | undefined {
  const stdout = lines.filter((line) => line.stream === 'stdout').length
  const stderr = lines.filter((line) => line.stream === 'stderr').length
  return stdout + stderr > 0 ? { stdout, stderr } : undefined
}

function LogRow({ line, onSelect }: { line: Line; onSelect: LogsPanelProps['onSelect'] }) {
  return (
    <li className="grid grid-cols-[auto_auto_1fr] gap-x-3 rounded-sm px-1 hover:bg-hover">
      <time dateTime={line.at} className="tabular text-fg-subtle">
        {line.at.slice(11, 23)}
      </time>
      <span className={cn('w-11', LOOKS[line.level])}>{line.stream ?? line.level}</span>
      <span className="min-w-0 whitespace-pre-wrap text-fg [overflow-wrap:anywhere]">
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
        {line.data !== undefined && <JsonViewer value={line.data} label="Data" isBare initialDepth={1} />}
      </span>
    </li>
  )
}
