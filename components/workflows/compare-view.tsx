'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeftRight } from 'lucide-react'
import Link from 'next/link'
import { useQueryParams } from '@/components/data/use-query-params'
import { useProject } from '../data/project'
import { type Outputs, useTRPC } from '../data/trpc'
import { useBreadcrumbs } from '../layout/breadcrumbs'
import { Page } from '../layout/page'
import { QueryView } from '../layout/view-state'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { PageHeader } from '../ui/page-header'
import { Select } from '../ui/select'
import { Skeleton } from '../ui/skeleton'
import { type Compared, type ComparePlace, placeOf, placeTitle, readCompared } from './compare-places'
import { ComparedSources } from './compared-sources'

type Workflow = Outputs['workflows']['get']
type Version = Outputs['workflows']['versions'][number]

/** Two versions of a workflow, or one and the draft, at an address that can be passed on. */
export function CompareView({ name }: { name: string }) {
  const trpc = useTRPC()
  const { base, projectId } = useProject()
  const query = useQuery(trpc.workflows.get.queryOptions({ projectId, workflow: name }))
  useBreadcrumbs([
    { label: query.data?.title ?? name, href: `${base}/workflows/${name}?tab=versions` },
    { label: 'Compare' },
  ])
  return (
    <Page>
      <QueryView query={query} skeleton={<CompareSkeleton />} permission="workflows.read">
        {(workflow) => <Loaded workflow={workflow} />}
      </QueryView>
    </Page>
  )
}

function Loaded({ workflow }: { workflow: Workflow }) {
  const trpc = useTRPC()
  const { base, projectId } = useProject()
  const { params, change } = useQueryParams()
  const versions = useQuery(trpc.workflows.versions.queryOptions({ projectId, workflow: workflow.name }))
  const compared = readCompared(params, workflow)
  const show = ({ from, to }: Compared) => change({ from: String(from), to: String(to) }, 'push')
  return (
    <>
      <PageHeader
        title={`${placeTitle(compared.from)} and ${placeTitle(compared.to).toLowerCase()}`}
        documentTitle={`Compare ${workflow.title}`}
        badges={<span className="font-mono text-fg-subtle text-xs">{workflow.name}</span>}
        actions={
          <Button asChild>
            <Link href={`${base}/workflows/${workflow.name}?tab=versions`}>All versions</Link>
          </Button>
        }
      />
      {workflow.latestVersion === 0 ? (
        <p className="text-fg-muted text-sm">
          Nothing is published yet, so there is nothing to compare with.
        </p>
      ) : (
        <div className="flex flex-col gap-4">
          <Choice compared={compared} workflow={workflow} versions={versions.data ?? []} onChange={show} />
          <ComparedSources workflow={workflow} compared={compared} />
        </div>
      )}
    </>
  )
}

interface ChoiceProps {
  compared: Compared
  workflow: Workflow
  versions: readonly Version[]
  onChange: (compared: Compared) => void
}

function Choice({ compared, workflow, versions, onChange }: ChoiceProps) {
  const { from, to } = compared
  const options = [
    {
      value: 'draft',
      label: 'Draft',
      hint: workflow.hasUnpublishedChanges ? 'With unpublished changes' : 'As published',
    },
    ...versions.map(({ number, message, labels }) => ({
      value: String(number),
      label: placeTitle(number),
      hint: [...labels.map((label) => label.name), message ?? 'No message'].join(' · '),
    })),
  ]
  const read = (value: string): ComparePlace => placeOf(value, workflow.latestVersion) ?? 'draft'
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="Compare"
        className="w-56"
        options={options}
        value={String(from)}
        onValueChange={(value) => onChange({ from: read(value), to })}
      />
      <IconButton
        label="Swap sides"
        size="md"
        variant="secondary"
        onClick={() => onChange({ from: to, to: from })}
      >
        <ArrowLeftRight />
      </IconButton>
      <Select
        aria-label="With"
        className="w-56"
        options={options}
        value={String(to)}
        onValueChange={(value) => onChange({ from, to: read(value) })}
      />
    </div>
  )
}

function CompareSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-7 w-72" />
      <Skeleton className="h-8 w-96" />
      <Skeleton className="h-40" />
      <Skeleton className="h-80" />
    </div>
  )
}
