'use client'

import { PLACES, type StepView } from '@/server/kernel/run-view'
import { StatusBadge } from '../ui/status'
import { ROLLBACK_PATH, shownStatus } from './tree-node'

export interface GroupOverviewProps {
  path: string
  steps: ReadonlyMap<string, StepView>
  onSelect: (path: string) => void
}

/** The steps in a branch, an item, or a part of the run. */
export function GroupOverview({ path, steps, onSelect }: GroupOverviewProps) {
  const inner = [...steps.values()].filter((step) =>
    path === ROLLBACK_PATH ? step.slot === PLACES.undo : step.path.startsWith(`${path}.`),
  )
  if (inner.length === 0) return <p className="text-fg-subtle text-sm">This step has not started.</p>
  return (
    <ul className="m-0 flex list-none flex-col gap-2 p-0">
      {inner.map((step) => (
        <li key={step.path} className="flex items-center gap-3 text-sm">
          <StatusBadge status={shownStatus(step)} variant="plain" />
          <button
            type="button"
            onClick={() => onSelect(step.path)}
            className="min-w-0 truncate rounded-sm text-left font-mono text-accent-text text-xs hover:underline"
          >
            {path === ROLLBACK_PATH ? step.path : step.path.slice(path.length + 1)}
          </button>
        </li>
      ))}
    </ul>
  )
}
