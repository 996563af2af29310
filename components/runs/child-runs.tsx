'use client'

import type { Run } from './run'
import { RunLink } from './run-link'
import { useChildren } from './use-children'

/** The runs that steps of this one started. */
export function ChildRuns({ run, onSelect }: { run: Run; onSelect: (path: string) => void }) {
  const children = useChildren(run.id, run.childCount > 0)
  if (children.length === 0) return null
  const more = run.childCount - children.length
  return (
    <section aria-label="Runs that it started" className="flex flex-col gap-2 border-t pt-4">
      <h3 className="font-medium text-fg text-sm">
        Runs that it started <span className="tabular text-fg-subtle">{run.childCount}</span>
      </h3>
      <ul className="m-0 flex max-h-80 list-none flex-col gap-1.5 overflow-y-auto p-0 text-sm">
        {children.map((child) => (
          <li key={child.id} className="flex min-w-0 items-center gap-3">
            <RunLink runId={child.id} number={child.number} status={child.status} />
            <span className="min-w-0 flex-1 truncate text-fg-muted">{child.title}</span>
            <button
              type="button"
              onClick={() => onSelect(child.path)}
              className="max-w-[45%] shrink-0 truncate rounded-sm font-mono text-accent-text text-xs hover:underline"
            >
              {child.path}
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="text-fg-subtle text-xs">And {more.toLocaleString('en')} more.</p>}
    </section>
  )
}
