'use client'

import { CirclePlay } from 'lucide-react'
import { useQueryParams } from '@/components/data/use-query-params'
import type { Outputs } from '../data/trpc'
import { readFilters, toggleStatus } from '../runs/run-filters'
import { RunsList } from '../runs/runs-list'
import { StatusChips } from '../runs/status-chips'
import { useRuns } from '../runs/use-runs'
import { Empty } from '../ui/empty'

/** The runs of one workflow. */
export function WorkflowRuns({ workflow }: { workflow: Outputs['workflows']['get'] }) {
  const { params, change } = useQueryParams()
  const { statuses } = readFilters(params)
  const { runs } = useRuns({ statuses, workflow: workflow.name, search: '' })
  const clear = () => change({ status: undefined })
  return (
    <div className="flex flex-col gap-3">
      <StatusChips
        counts={runs.data?.pages[0]?.counts}
        chosen={statuses}
        onToggle={(status) => change({ status: toggleStatus(statuses, status).join(',') })}
        onClear={clear}
      />
      <RunsList
        query={runs}
        filters={{ statuses, workflow: undefined, search: '' }}
        onClear={clear}
        hasWorkflow={false}
        empty={
          <Empty
            icon={<CirclePlay />}
            title="Never run"
            text="Each run of this workflow will stand here, with its status, time and cost."
          />
        }
      />
    </div>
  )
}
