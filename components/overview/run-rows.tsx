'use client'

import { useProject } from '@/components/data/project'
import { RunCost } from '@/components/runs/run-cost'
import { shownRunStatus } from '@/components/runs/run-status'
import { Duration } from '@/components/ui/duration'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusBadge, StatusIcon } from '@/components/ui/status'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableLink,
  TableRow,
} from '@/components/ui/table'
import type { OverviewData } from './use-overview'

type Run = OverviewData['latestRuns'][number]

/** Runs of the project, one a row; on a phone only what tells them apart. */
export function RunRows({ label, runs }: { label: string; runs: readonly Run[] }) {
  return (
    <Table label={label} isFlush hasRowKeys className="table-fixed">
      <TableHead>
        <TableHeader>Run</TableHeader>
        <TableHeader className="w-32 max-sm:hidden">Status</TableHeader>
        <TableHeader align="right" className="w-24">
          Started
        </TableHeader>
        <TableHeader align="right" className="w-24 max-sm:hidden">
          Duration
        </TableHeader>
        <TableHeader align="right" className="w-24 max-sm:hidden">
          Cost
        </TableHeader>
      </TableHead>
      <TableBody>
        {runs.map((run) => (
          <Row key={run.id} run={run} />
        ))}
      </TableBody>
    </Table>
  )
}

function Row({ run }: { run: Run }) {
  const { base } = useProject()
  return (
    <TableRow>
      <TableCell isTruncated>
        <span className="flex items-center gap-2.5">
          <StatusIcon status={shownRunStatus(run)} isLabelled className="sm:hidden" />
          <TableLink href={`${base}/runs/${run.number}`} className="truncate">
            {run.title}
          </TableLink>
          <span className="tabular shrink-0 text-fg-subtle text-xs">#{run.number}</span>
        </span>
      </TableCell>
      <TableCell className="max-sm:hidden">
        <StatusBadge status={shownRunStatus(run)} variant="plain" />
      </TableCell>
      <TableCell isNumeric isMuted>
        <RelativeTime at={run.createdAt} />
      </TableCell>
      <TableCell isNumeric isMuted className="max-sm:hidden">
        <Duration startedAt={run.startedAt} endedAt={run.finishedAt} />
      </TableCell>
      <TableCell isNumeric isMuted className="max-sm:hidden">
        <RunCost run={run} />
      </TableCell>
    </TableRow>
  )
}
