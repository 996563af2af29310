'use client'

import { CornerDownRight, Repeat2 } from 'lucide-react'
import Link from 'next/link'
import { useProject } from '../data/project'
import type { Outputs } from '../data/trpc'
import { Badge } from '../ui/badge'
import { Duration } from '../ui/duration'
import { RelativeTime } from '../ui/relative-time'
import { StatusBadge } from '../ui/status'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableLink, TableRow } from '../ui/table'
import { RunCost } from './run-cost'
import { shownRunStatus } from './run-status'

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
  const version = versionText(run)
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
        <span className="flex min-w-0 items-center gap-2">
          <Origin run={run} />
          <span className="truncate">{run.title}</span>
          <Tags tags={run.tags} />
        </span>
      </TableCell>
      <TableCell className="max-md:text-right">
        <StatusBadge status={shownRunStatus(run)} variant="plain" />
        <Duration
          startedAt={run.startedAt}
          endedAt={run.finishedAt}
          className="block text-fg-subtle text-xs md:hidden"
        />
      </TableCell>
      {hasWorkflow && (
        <TableCell isTruncated isMuted className="max-lg:hidden" title={version}>
          {run.workflow.name}
          {run.versionNumber === null ? (
            <Badge tone="accent" className="ml-1.5 align-middle">
              Draft
            </Badge>
          ) : (
            <span className="text-fg-subtle">@{run.versionNumber}</span>
          )}
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

function versionText({ workflow, versionNumber }: RunRow): string {
  return versionNumber === null ? `${workflow.name}, draft` : `${workflow.name}@${versionNumber}`
}

/** Where a run comes from, when nobody started it from the beginning. */
function Origin({ run: { parent, replayOf, part } }: { run: RunRow }) {
  const text = parent
    ? `Started by run #${parent.number}`
    : replayOf && `${part === 'step' ? 'Tries a step of' : 'Replays'} run #${replayOf.number}`
  if (!text) return null
  const Icon = parent ? CornerDownRight : Repeat2
  return (
    <span title={text} className="shrink-0 text-fg-subtle">
      <Icon aria-hidden="true" className="size-3.5" />
      <span className="sr-only">{text}. </span>
    </span>
  )
}

const TAGS_SHOWN = 2

/** Lead to all runs of the tag; the row itself leads to the run. */
function Tags({ tags }: { tags: readonly string[] }) {
  const { base } = useProject()
  return (
    <span className="ml-auto flex shrink-0 gap-1 max-xl:hidden">
      {tags.slice(0, TAGS_SHOWN).map((tag) => (
        <Link
          key={tag}
          href={`${base}/runs?tag=${encodeURIComponent(tag)}`}
          className="relative z-[1] flex max-w-32 rounded-sm hover:opacity-80"
        >
          <Badge variant="outline">{tag}</Badge>
        </Link>
      ))}
      {tags.length > TAGS_SHOWN && (
        <span title={tags.slice(TAGS_SHOWN).join(', ')} className="text-2xs text-fg-subtle">
          +{tags.length - TAGS_SHOWN}
        </span>
      )}
    </span>
  )
}
