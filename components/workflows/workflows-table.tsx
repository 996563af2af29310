'use client'

import { Play } from 'lucide-react'
import Link from 'next/link'
import { useProject } from '../data/project'
import type { Outputs } from '../data/trpc'
import { FilteredOut } from '../layout/view-state'
import { Button } from '../ui/button'
import { RelativeTime } from '../ui/relative-time'
import { StatusBadge } from '../ui/status'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableLink, TableRow } from '../ui/table'
import { DraftRunBadge, LabelBadges, VersionBadge } from './version-badge'

type WorkflowRow = Outputs['workflows']['list'][number]

export interface WorkflowsTableProps {
  workflows: readonly WorkflowRow[]
  onClear: () => void
  onRun: (name: string) => void
}

export function WorkflowsTable({ workflows, onClear, onRun }: WorkflowsTableProps) {
  const { can } = useProject()
  if (workflows.length === 0) return <FilteredOut onClear={onClear} noun="workflows" />
  return (
    <Table label="Workflows" hasRowKeys className="table-fixed">
      <TableHead>
        <TableHeader className="md:w-72">Workflow</TableHeader>
        <TableHeader className="max-lg:hidden">Description</TableHeader>
        <TableHeader className="w-40 max-md:hidden">Version</TableHeader>
        <TableHeader className="w-56 max-md:hidden">Last run</TableHeader>
        {can('runs.start') && (
          <TableHeader isLabelHidden className="w-24">
            Run
          </TableHeader>
        )}
      </TableHead>
      <TableBody>
        {workflows.map((workflow) => (
          <Row key={workflow.id} workflow={workflow} onRun={onRun} />
        ))}
      </TableBody>
    </Table>
  )
}

function Row({ workflow, onRun }: { workflow: WorkflowRow; onRun: (name: string) => void }) {
  const { base, can } = useProject()
  const { name, title, description, latestVersion, labels, lastRun } = workflow
  return (
    <TableRow>
      <TableCell className="py-2">
        <TableLink href={`${base}/workflows/${name}`} className="block truncate">
          {title}
        </TableLink>
        <span className="block truncate font-mono text-fg-subtle text-xs">{name}</span>
        <span className="mt-1 flex items-center gap-2 md:hidden">
          <VersionBadge version={latestVersion} />
          {lastRun && <StatusBadge status={lastRun.status} variant="plain" className="text-xs" />}
        </span>
      </TableCell>
      <TableCell isTruncated isMuted className="max-lg:hidden" title={description ?? undefined}>
        {description ?? '–'}
      </TableCell>
      <TableCell className="max-md:hidden">
        <span className="flex flex-wrap items-center gap-1">
          <VersionBadge version={latestVersion} />
          <LabelBadges labels={labels} />
        </span>
      </TableCell>
      <TableCell className="max-md:hidden">
        {lastRun ? (
          <span className="flex items-center gap-2">
            <Link
              href={`${base}/runs/${lastRun.number}`}
              className="relative z-[1] rounded-sm hover:underline"
              aria-label={`Run ${lastRun.number}, ${lastRun.status}`}
            >
              <StatusBadge status={lastRun.status} variant="plain" />
            </Link>
            {lastRun.versionNumber === null && <DraftRunBadge />}
            <RelativeTime at={lastRun.createdAt} className="text-fg-subtle text-xs" />
          </span>
        ) : (
          <span className="text-fg-subtle">Never run</span>
        )}
      </TableCell>
      {can('runs.start') && (
        <TableCell alignment="right">
          <Button
            size="sm"
            icon={<Play />}
            className="relative z-[1]"
            aria-label={`Run ${title}`}
            onClick={() => onRun(name)}
          >
            Run
          </Button>
        </TableCell>
      )}
    </TableRow>
  )
}
