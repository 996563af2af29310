'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { QueryView } from '@/components/layout/view-state'
import { Alert } from '@/components/ui/alert'
import { CopyableId } from '@/components/ui/copyable-id'
import { JsonViewer } from '@/components/ui/json-viewer'
import { ObjectDiff } from '@/components/ui/object-diff'
import { PropertyList } from '@/components/ui/property-list'
import { Sheet } from '@/components/ui/sheet'
import { SkeletonText } from '@/components/ui/skeleton'
import { Timestamp } from '@/components/ui/timestamp'
import type { AuditEntry } from '@/server/features/audit/schema'
import { OutcomeBadge } from './audit-table'

/** All that was recorded of one entry; what changed comes first. */
export function AuditSheet({ entryId, onClose }: { entryId: string | undefined; onClose: () => void }) {
  const trpc = useTRPC()
  const { orgId } = useProject()
  const query = useQuery(
    trpc.audit.get.queryOptions(
      { orgId, entryId: entryId ?? '' },
      { enabled: entryId !== undefined, staleTime: Number.POSITIVE_INFINITY },
    ),
  )
  return (
    <Sheet
      isOpen={entryId !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={<span className="font-mono">{query.data?.action ?? 'Entry'}</span>}
      size="lg"
    >
      <QueryView query={query} permission="audit.read" skeleton={<SkeletonText lines={10} />}>
        {(entry) => <Entry entry={entry} />}
      </QueryView>
    </Sheet>
  )
}

function Entry({ entry }: { entry: AuditEntry }) {
  const reason = entry.details.message
  return (
    <div className="flex flex-col gap-6">
      {entry.outcome === 'refused' && typeof reason === 'string' && (
        <Alert tone="danger" title="Refused">
          {reason}
        </Alert>
      )}
      <PropertyList items={factsOf(entry)} />
      {(entry.before || entry.after) && (
        <section>
          <h3 className="mb-2 font-medium text-sm">What changed</h3>
          <ObjectDiff before={entry.before ?? {}} after={entry.after ?? {}} label="What changed" />
        </section>
      )}
      {Object.keys(entry.details).length > 0 && (
        <JsonViewer value={entry.details} label="Details" initialDepth={4} />
      )}
    </div>
  )
}

function factsOf(entry: AuditEntry): { label: string; value: ReactNode }[] {
  const { apiKey, projectId, projectName } = entry
  return [
    { label: 'Outcome', value: <OutcomeBadge outcome={entry.outcome} /> },
    { label: 'Time', value: <Timestamp at={entry.at} /> },
    { label: 'Actor', value: entry.actor },
    ...(apiKey ? [{ label: 'API key', value: apiKey.name ?? <CopyableId id={apiKey.id} isFull /> }] : []),
    ...(projectId ? [{ label: 'Project', value: projectName ?? <CopyableId id={projectId} isFull /> }] : []),
    { label: 'Subject', value: entry.subject ? <CopyableId id={entry.subject} isFull /> : '–' },
    { label: 'Address', value: entry.ip ?? '–' },
    { label: 'Call', value: entry.correlationId ? <CopyableId id={entry.correlationId} isFull /> : '–' },
    { label: 'Entry', value: <CopyableId id={entry.id} isFull /> },
  ]
}
