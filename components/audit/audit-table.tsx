'use client'

import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableLink,
  TableRow,
} from '@/components/ui/table'
import type { AuditSummary } from '@/server/features/audit/schema'

/** One row an entry; the row opens its details. */
export function AuditTable({
  entries,
  onOpen,
}: {
  entries: readonly AuditSummary[]
  onOpen: (entryId: string) => void
}) {
  return (
    <Table label="Audit entries" hasRowKeys className="table-fixed">
      <TableHead>
        <TableHeader className="w-[38%] sm:w-56">Action</TableHeader>
        <TableHeader className="w-28 max-sm:hidden">Outcome</TableHeader>
        <TableHeader className="w-44 max-sm:w-auto">Actor</TableHeader>
        <TableHeader className="max-md:hidden">Subject</TableHeader>
        <TableHeader align="right" className="w-28 max-sm:w-20">
          Time
        </TableHeader>
      </TableHead>
      <TableBody>
        {entries.map((entry) => (
          <TableRow key={entry.id}>
            <TableCell isTruncated>
              <TableLink
                href={`?entry=${entry.id}`}
                prefetch={false}
                className="block truncate font-mono font-normal text-xs"
                onNavigate={(event) => {
                  event.preventDefault()
                  onOpen(entry.id)
                }}
              >
                {entry.action}
              </TableLink>
              {entry.outcome === 'refused' && <OutcomeBadge outcome="refused" className="mt-1 sm:hidden" />}
            </TableCell>
            <TableCell className="max-sm:hidden">
              <OutcomeBadge outcome={entry.outcome} />
            </TableCell>
            <TableCell isTruncated isMuted={entry.actorId === null}>
              {entry.actor}
              {entry.actorKind === 'apiKey' && <span className="text-fg-subtle"> · API key</span>}
            </TableCell>
            <TableCell isTruncated isMuted className="font-mono text-xs max-md:hidden">
              {entry.subject ?? '–'}
            </TableCell>
            <TableCell isNumeric isMuted>
              <RelativeTime at={entry.at} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

export function OutcomeBadge({
  outcome,
  className,
}: {
  outcome: AuditSummary['outcome']
  className?: string
}) {
  return (
    <Badge tone={outcome === 'done' ? 'success' : 'danger'} className={className}>
      {outcome === 'done' ? 'Done' : 'Refused'}
    </Badge>
  )
}
