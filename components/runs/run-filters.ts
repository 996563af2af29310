import { RUN_STATUSES, type RunStatus } from '@/server/kernel/statuses'

/** What narrows the list of runs; stands in the address as `?status=failed,running&workflow=<name>&tag=…&q=…`. */
export interface RunFilters {
  statuses: RunStatus[]
  /** A workflow's name. */
  workflow: string | undefined
  search: string
  tag?: string | undefined
  /** Leaves out runs that steps of other runs started; `?children=shown` lists them, too. */
  isTopLevel?: boolean
}

export function readFilters(params: { get(name: string): string | null }): RunFilters {
  const asked = params.get('status')?.split(',') ?? []
  return {
    statuses: RUN_STATUSES.filter((status) => asked.includes(status)),
    workflow: params.get('workflow') || undefined,
    search: params.get('q') ?? '',
    tag: params.get('tag') || undefined,
    isTopLevel: params.get('children') !== 'shown',
  }
}

/** Whether somebody chose to see less than what the list shows by itself. */
export function isFiltered({ statuses, workflow, search, tag }: RunFilters): boolean {
  return statuses.length > 0 || workflow !== undefined || search.trim() !== '' || tag !== undefined
}

/** The list with one status switched on or off, in the order of the table of statuses. */
export function toggleStatus(statuses: readonly RunStatus[], status: RunStatus): RunStatus[] {
  return RUN_STATUSES.filter((one) => (one === status) !== statuses.includes(one))
}
