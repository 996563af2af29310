'use client'

import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { JsonObject } from '@/server/kernel/json'
import type { LoggedRunEvent } from '@/server/kernel/run-events'
import { Button } from '../ui/button'
import { JsonViewer } from '../ui/json-viewer'

export interface EventsPanelProps {
  events: readonly LoggedRunEvent[]
  onSelect?: (path: string) => void
}

const SHOWN = 200

/** The log itself, the truth behind everything else on the page; the latest events where there are many. */
export function EventsPanel({ events, onSelect }: EventsPanelProps) {
  const [count, setCount] = useState(SHOWN)
  const shown = events.slice(-count)
  return (
    <div className="flex flex-col gap-2">
      {shown.length < events.length && (
        <Button size="sm" variant="ghost" onClick={() => setCount(count + 1_000)}>
          Show earlier events ({(events.length - shown.length).toLocaleString('en')})
        </Button>
      )}
      <ol className="m-0 list-none p-0" aria-label="Events">
        {shown.map((event) => (
          <li key={event.seq}>
            <EventRow event={event} onSelect={onSelect} />
          </li>
        ))}
      </ol>
    </div>
  )
}

function EventRow({ event, onSelect }: { event: LoggedRunEvent; onSelect: EventsPanelProps['onSelect'] }) {
  const [isOpen, setOpen] = useState(false)
  const { seq, at, type, ...data } = event
  const path = 'path' in event ? event.path : undefined
  return (
    <div className="rounded-sm text-xs hover:bg-hover">
      <div className="flex items-center gap-2">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="flex min-w-0 flex-1 items-center gap-2 rounded-sm py-1 pl-1 text-left"
        >
          <ChevronRight
            aria-hidden="true"
            className={`size-3 shrink-0 text-fg-subtle ${isOpen ? 'rotate-90' : ''}`}
          />
          <span className="tabular w-8 shrink-0 text-right text-fg-subtle">{seq}</span>
          <time dateTime={at} className="tabular shrink-0 font-mono text-fg-subtle">
            {at.slice(11, 23)}
          </time>
          <span className="truncate font-medium text-fg">{type}</span>
        </button>
        {path && onSelect && (
          <button
            type="button"
            onClick={() => onSelect(path)}
            className="max-w-[45%] shrink-0 truncate rounded-sm font-mono text-accent-text hover:underline"
          >
            {path}
          </button>
        )}
      </div>
      {isOpen && (
        <div className="py-1 pl-16">
          {/* An event without its type is still plain JSON. */}
          <JsonViewer value={data as JsonObject} label={type} isBare initialDepth={3} />
        </div>
      )}
    </div>
  )
}
