'use client'

import { useQuery } from '@tanstack/react-query'
import { Play, Workflow } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useProject } from '@/components/data/project'
import { useTRPC } from '@/components/data/trpc'
import { QueryView } from '@/components/layout/view-state'
import { StartRunDialog } from '@/components/runs/start-run-dialog'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/empty'
import { Skeleton } from '@/components/ui/skeleton'
import type { WorkflowSummary } from '@/server/features/workflows/schema'

/** Shown until the first run: what Pawl does, learned by running a starter. */
export function FirstSteps() {
  const trpc = useTRPC()
  const { base, projectId, projectName, can } = useProject()
  const query = useQuery(trpc.workflows.list.queryOptions({ projectId }))
  const [running, setRunning] = useState<string>()
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1.65fr)_minmax(0,1fr)] lg:gap-5">
      <Card
        title="Run your first workflow"
        description={`${projectName} comes with starters. They need no key: agents use the built-in offline rules, which are no AI.`}
        isFlush
        footer={
          <Link href={`${base}/workflows`} className="font-medium text-accent-text hover:underline">
            See how they are written
          </Link>
        }
      >
        <QueryView
          query={query}
          permission="workflows.read"
          skeleton={<StartersSkeleton />}
          empty={<NoWorkflows />}
        >
          {(workflows) => (
            <ol className="divide-y">
              {[...workflows].sort(byUse).map((workflow, index) => (
                <Starter
                  key={workflow.id}
                  workflow={workflow}
                  isFirst={index === 0}
                  onRun={can('runs.start') ? () => setRunning(workflow.name) : undefined}
                />
              ))}
            </ol>
          )}
        </QueryView>
      </Card>
      <HowItGoes />
      {running && (
        <StartRunDialog
          workflow={running}
          isOpen
          onOpenChange={(isOpen) => !isOpen && setRunning(undefined)}
        />
      )}
    </div>
  )
}

/** The starter that shows most of Pawl stands first. */
const MOST_TELLING = 'release-notes'

function byUse(one: WorkflowSummary, other: WorkflowSummary): number {
  return Number(other.name === MOST_TELLING) - Number(one.name === MOST_TELLING)
}

interface StarterProps {
  workflow: WorkflowSummary
  isFirst: boolean
  onRun: (() => void) | undefined
}

function Starter({ workflow, isFirst, onRun }: StarterProps) {
  const { base } = useProject()
  return (
    <li className="flex items-start gap-4 px-4 py-3.5">
      <div className="min-w-0 flex-1">
        <Link
          href={`${base}/workflows/${workflow.name}`}
          className="font-medium text-fg text-sm hover:underline"
        >
          {workflow.title}
        </Link>
        {workflow.description && (
          <p className="mt-0.5 max-w-[65ch] text-pretty text-fg-muted text-sm">{workflow.description}</p>
        )}
      </div>
      {onRun && workflow.latestVersion > 0 && (
        <Button
          variant={isFirst ? 'primary' : 'secondary'}
          icon={<Play />}
          onClick={onRun}
          aria-label={`Run ${workflow.title}`}
        >
          Run
        </Button>
      )}
    </li>
  )
}

const STEPS = [
  ['Start a run', 'Fill in its inputs. Each finished step is kept: a crash or a deploy never repeats it.'],
  ['Decide', 'Where a step asks for approval, you read, edit and decide in Approvals, also on a phone.'],
  ['See what it took', 'The run shows every step as it happens, with its time, output and cost.'],
] as const

function HowItGoes() {
  return (
    <Card title="How it goes">
      <ol className="flex flex-col gap-4 pt-1">
        {STEPS.map(([title, text], index) => (
          <li key={title} className="flex gap-3">
            <span
              aria-hidden="true"
              className="tabular grid size-6 shrink-0 place-items-center rounded-full border font-medium text-fg-muted text-xs"
            >
              {index + 1}
            </span>
            <div>
              <p className="font-medium text-sm leading-6">{title}</p>
              <p className="text-pretty text-fg-muted text-sm">{text}</p>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function NoWorkflows() {
  const { base, can } = useProject()
  return (
    <Empty
      className="border-0"
      icon={<Workflow />}
      title="No workflows here yet"
      text="Write one in YAML, publish it, and run it."
      action={
        can('workflows.edit') ? (
          <Button asChild variant="primary">
            <Link href={`${base}/workflows/new`}>New workflow</Link>
          </Button>
        ) : undefined
      }
    />
  )
}

function StartersSkeleton() {
  return (
    <div className="divide-y">
      {[1, 2, 3].map((row) => (
        <div key={row} className="flex items-start gap-4 px-4 py-3.5">
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-4 w-32" />
            <Skeleton className="h-4 w-4/5" />
          </div>
          <Skeleton className="h-8 w-20" />
        </div>
      ))}
    </div>
  )
}
