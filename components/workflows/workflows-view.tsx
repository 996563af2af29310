'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, Search, Workflow } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { useQueryParams } from '@/components/data/use-query-params'
import { useProject } from '../data/project'
import { useTRPC } from '../data/trpc'
import { Page } from '../layout/page'
import { useShortcuts } from '../layout/shortcuts'
import { QueryView } from '../layout/view-state'
import { StartRunDialog } from '../runs/start-run-dialog'
import { Button } from '../ui/button'
import { Empty } from '../ui/empty'
import { Input } from '../ui/input'
import { PageHeader } from '../ui/page-header'
import { SkeletonTable } from '../ui/skeleton'
import { findWorkflows } from './find-workflows'
import { WorkflowsTable } from './workflows-table'

/** The workflows of the project, each with its latest run. */
export function WorkflowsView() {
  const trpc = useTRPC()
  const { base, projectId, can } = useProject()
  const { params, change } = useQueryParams()
  const router = useRouter()
  const [running, setRunning] = useState<string>()
  const [isDialogOpen, setDialogOpen] = useState(false)
  const search = params.get('q') ?? ''
  const query = useQuery(trpc.workflows.list.queryOptions({ projectId }))
  const mayEdit = can('workflows.edit')
  const shortcuts = useMemo(
    () => [
      {
        keys: 'c',
        label: 'New workflow',
        onPress: () => router.push(`${base}/workflows/new`),
        isOff: !mayEdit,
      },
    ],
    [router, base, mayEdit],
  )
  useShortcuts('Workflows', shortcuts)
  const newButton = mayEdit && (
    <Button variant="primary" asChild>
      <Link href={`${base}/workflows/new`}>
        <Plus /> New workflow
      </Link>
    </Button>
  )
  return (
    <Page>
      <PageHeader
        title="Workflows"
        description="Steps that hold: what has finished is never lost or repeated."
        actions={newButton}
      />
      <QueryView
        query={query}
        skeleton={<SkeletonTable rows={4} columns={5} />}
        permission="workflows.read"
        empty={
          <Empty
            icon={<Workflow />}
            title="No workflows yet"
            text="A workflow is a list of steps in YAML: call a model or an API, run code, ask a person, wait. Begin with an example and change it."
            action={newButton}
          />
        }
      >
        {(workflows) => (
          <div className="flex flex-col gap-3">
            <Input
              type="search"
              aria-label="Search workflows"
              placeholder="Find a workflow"
              leading={<Search />}
              value={search}
              onChange={(event) => change({ q: event.target.value })}
              className="md:max-w-72"
            />
            <WorkflowsTable
              workflows={findWorkflows(workflows, search)}
              onClear={() => change({ q: undefined })}
              onRun={(name) => {
                setRunning(name)
                setDialogOpen(true)
              }}
            />
          </div>
        )}
      </QueryView>
      {running && (
        <StartRunDialog key={running} workflow={running} isOpen={isDialogOpen} onOpenChange={setDialogOpen} />
      )}
    </Page>
  )
}
