import type { ReactNode } from 'react'
import { PLACES, type RunView, type StepView } from '@/server/kernel/run-view'
import { Badge } from '../ui/badge'
import { RelativeTime } from '../ui/relative-time'
import { ChildRunLink } from './child-run-link'
import { RunLink } from './run-link'
import { isOwnList } from './step-index'

export interface StepRelations {
  view: RunView
  step: StepView
  onSelect: (path: string) => void
}

/** What a step has to do with other steps and runs: where its result comes from, and what it led to. */
export function relationRows({ view, step, onSelect }: StepRelations): { label: string; value: ReactNode }[] {
  const { steps } = view
  const goTo = (path: string) => <StepButton path={path} onSelect={onSelect} />
  const rows: { label: string; value: ReactNode }[] = []
  if (step.isCached) {
    rows.push({
      label: 'Result',
      value: (
        <>
          <Badge variant="outline">Cached</Badge> Kept from an earlier run; the step did not run.
        </>
      ),
    })
  }
  if (step.isKept) rows.push({ label: 'Result', value: <KeptFrom replayOf={view.replayOf} /> })
  for (const childId of childRunsOf(step))
    rows.push({ label: 'Run', value: <ChildRunLink runId={childId} /> })
  if (step.kind === 'switch') {
    const taken = caseTaken(step, steps)
    if (taken !== undefined) rows.push({ label: 'Case', value: <code className="text-xs">{taken}</code> })
  }
  if (step.undoneAt) rows.push({ label: 'Undone', value: <RelativeTime at={step.undoneAt} /> })
  const undoPath = `${step.path}.${PLACES.undo}`
  if (steps.has(undoPath)) rows.push({ label: 'Undo', value: goTo(undoPath) })
  if (step.slot === PLACES.undo && step.parent) rows.push({ label: 'Undoes', value: goTo(step.parent) })
  return rows
}

function StepButton({ path, onSelect }: { path: string; onSelect: (path: string) => void }) {
  return (
    <button
      type="button"
      onClick={() => onSelect(path)}
      className="rounded-sm text-left font-mono text-accent-text text-xs hover:underline"
    >
      {path}
    </button>
  )
}

function KeptFrom({ replayOf }: { replayOf: RunView['replayOf'] }) {
  return (
    <>
      <Badge variant="outline">Kept</Badge> Taken over from{' '}
      {replayOf ? <RunLink runId={replayOf.runId}>the run that this one replays</RunLink> : 'another run'}.
    </>
  )
}

function caseTaken(step: StepView, steps: ReadonlyMap<string, StepView>): string | undefined {
  for (const { parent, slot } of steps.values())
    if (parent === step.path && slot !== undefined && isOwnList(slot)) return slot
  return undefined
}

/** Runs that a step started: those it waited for, or the one it let go. */
function childRunsOf(step: StepView): string[] {
  const waited = step.attempts.flatMap((attempt) => attempt.waits.flatMap((wait) => wait.childRunId ?? []))
  return [...new Set([...waited, ...detachedRun(step)])]
}

function detachedRun({ kind, output }: StepView): string[] {
  if (kind !== 'workflow' || typeof output !== 'object' || output === null || Array.isArray(output)) return []
  const isDetached = Object.keys(output).sort().join() === 'number,runId'
  return isDetached && typeof output.runId === 'string' && output.runId.startsWith('run_')
    ? [output.runId]
    : []
}
