'use client'

import { Badge } from '@/components/ui/badge'
import { CopyableId } from '@/components/ui/copyable-id'
import { Duration } from '@/components/ui/duration'
import { Money } from '@/components/ui/money'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusBadge } from '@/components/ui/status'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableLink,
  TableRow,
} from '@/components/ui/table'
import { useNow } from '@/components/ui/use-now'
import type { SampleRun } from './samples'

export function RunTable({
  runs,
  href,
  isFlush,
}: {
  runs: readonly SampleRun[]
  href: string
  isFlush?: boolean
}) {
  const now = useNow(60_000)
  return (
    <Table label="Runs" hasRowKeys isFlush={isFlush}>
      <TableHead>
        <TableHeader>Workflow</TableHeader>
        <TableHeader>Status</TableHeader>
        <TableHeader className="max-md:hidden">Run</TableHeader>
        <TableHeader className="max-md:hidden">Started by</TableHeader>
        <TableHeader align="right" sort="desc" onSort={() => {}}>
          Started
        </TableHeader>
        <TableHeader align="right" className="max-md:hidden">
          Duration
        </TableHeader>
        <TableHeader align="right" className="max-md:hidden">
          Cost
        </TableHeader>
      </TableHead>
      <TableBody>
        {runs.map((run, index) => (
          <TableRow key={run.id} isSelected={index === 2}>
            <TableCell>
              <span className="flex items-center gap-2">
                <TableLink href={href}>{run.workflow}</TableLink>
                <Badge isMono variant="outline" className="max-md:hidden">
                  v{run.version}
                </Badge>
              </span>
            </TableCell>
            <TableCell>
              <StatusBadge status={run.status} variant="plain" />
            </TableCell>
            <TableCell className="max-md:hidden">
              <CopyableId id={run.id} />
            </TableCell>
            <TableCell isMuted className="max-md:hidden">
              {run.trigger}
            </TableCell>
            <TableCell isNumeric isMuted>
              <RelativeTime at={now === undefined ? null : new Date(now - run.ageMs)} />
            </TableCell>
            <TableCell isNumeric isMuted className="max-md:hidden">
              <Duration durationMs={run.durationMs} />
            </TableCell>
            <TableCell isNumeric isMuted className="max-md:hidden">
              <Money costNanos={run.costNanos} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
