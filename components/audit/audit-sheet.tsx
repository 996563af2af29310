'use client'

import type { ReactNode } from 'react'
import { CopyableId } from '@/components/ui/copyable-id'
import { JsonViewer } from '@/components/ui/json-viewer'
import { PropertyList } from '@/components/ui/property-list'
import { Sheet } from '@/components/ui/sheet'
import { formatTimestamp } from '@/components/ui/time-format'
import type { AuditEntry } from '@/server/features/audit/schema'
import { OutcomeBadge } from './audit-table'

/** All that was recorded of one entry. */
export function AuditSheet({ entry, onClose }: { entry: AuditEntry | undefined; onClose: () => void }) {
  return (
    <Sheet
      isOpen={entry !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={<span className="font-mono">{entry?.action ?? 'Entry'}</span>}
      size="lg"
    >
      {entry && (
        <div className="flex flex-col gap-6">
          <PropertyList items={factsOf(entry)} />
          <JsonViewer value={entry.details} label="Details" initialDepth={4} />
        </div>
      )}
    </Sheet>
  )
}

function factsOf(entry: AuditEntry): { label: string; value: ReactNode }[] {
  return [
    { label: 'Outcome', value: <OutcomeBadge outcome={entry.outcome} /> },
    { label: 'Time', value: formatTimestamp(new Date(entry.at)) },
    { label: 'Actor', value: entry.actor },
    { label: 'Subject', value: entry.subject ? <CopyableId id={entry.subject} isFull /> : '–' },
    { label: 'Address', value: entry.ip ?? '–' },
    { label: 'Call', value: entry.correlationId ? <CopyableId id={entry.correlationId} isFull /> : '–' },
    { label: 'Entry', value: <CopyableId id={entry.id} isFull /> },
  ]
}
