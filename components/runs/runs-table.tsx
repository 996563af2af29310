'use client'

import { useProject } from '../data/project'
import type { Outputs } from '../data/trpc'
import { Duration } from '../ui/duration'
import { RelativeTime } from '../ui/relative-time'
import { StatusBadge } from '../ui/status'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableLink, TableRow } from '../ui/table'
import { RunCost } from './run-cost'

type RunRow = Outputs['runs']['list']['runs'][number]

export interface RunsTableProps {
  runs: readonly RunRow[]
  /** Left out on a workflow's own page. */
  hasWorkflow?: boolean
}

/** Runs, one a row; on a phone the facts stand under the title. */
export function RunsTable({ runs, hasWorkflow = true }: RunsTableProps) {
  return (
    <Table label="Runs" hasRowKeys className="md:table-fixed">
      <TableHead>
        <TableHeader className="max-md:w-full md:w-20">Run</TableHeader>
        <TableHeader className="max-md:hidden">Title</TableHeader>
        <TableHeader className="max-md:text-right md:w-32">Status</TableHeader>
        {hasWorkflow && <TableHeader className="w-48 max-lg:hidden">Workflow</TableHeader>}
        <TableHeader className="w-32 max-xl:hidden">Started by</TableHeader>
        <TableHeader align="right" className="w-24 max-md:hidden">
          Started
        </TableHeader>
        <TableHeader align="right" className="w-24 max-md:hidden">
          Duration
        </TableHeader>
        <TableHeader align="right" className="w-24 max-md:hidden">
          Cost
        </TableHeader>
      </TableHead>
      <TableBody>
        {runs.map((run) => (
          <Row key={run.id} run={run} hasWorkflow={hasWorkflow} />
        ))}
      </TableBody>
    </Table>
  )
}

function Row({ run, hasWorkflow }: { run: RunRow; hasWorkflow: boolean }) {
  const { base } = useProject()
  const version = `${run.workflow.name}@${run.versionNumber}`
  return (
    <TableRow>
      <TableCell className="tabular max-md:max-w-0">
        <TableLink href={`${base}/runs/${run.number}`}>
          <span className="max-md:hidden">#{run.number}</span>
          <span className="block truncate md:hidden">{run.title}</span>
        </TableLink>
        <span className="block truncate text-fg-subtle text-xs md:hidden">
          #{run.number} · {version} · <RelativeTime at={run.createdAt} />
        </span>
      </TableCell>
      <TableCell isTruncated className="max-md:hidden" title={run.title}>
        {run.title}
      </TableCell>
      <TableCell className="max-md:text-right">
        <StatusBadge status={run.status} variant="plain" />
        <Duration
          startedAt={run.startedAt}
          endedAt={run.finishedAt}
          className="block text-fg-subtle text-xs md:hidden"
        />
      </TableCell>
      {hasWorkflow && (
        <TableCell isTruncated isMuted className="max-lg:hidden" title={version}>
          {run.workflow.name}
          <span className="text-fg-subtle">@{run.versionNumber}</span>
        </TableCell>
      )}
      <TableCell isTruncated isMuted className="max-xl:hidden">
        {run.startedBy ?? '–'}
      </TableCell>
      <TableCell isNumeric isMuted className="max-md:hidden">
        <RelativeTime at={run.createdAt} />
      </TableCell>
      <TableCell isNumeric isMuted className="max-md:hidden">
        <Duration startedAt={run.startedAt} endedAt={run.finishedAt} />
      </TableCell>
      <TableCell isNumeric isMuted className="max-md:hidden">
        <RunCost run={run} />
      </TableCell>
    </TableRow>
  )
}
