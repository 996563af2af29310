'use client'

import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import { useQueryParams } from '@/components/data/use-query-params'
import { isRunEnded } from '@/server/kernel/statuses'
import { useShortcuts } from '../layout/shortcuts'
import { QueryView } from '../layout/view-state'
import { Sheet } from '../ui/sheet'
import { SplitPanel } from '../ui/split-panel'
import { useIsPhone } from '../ui/use-is-phone'
import { ErasedNotice } from './erased-run'
import type { Run } from './run'
import { RunHeader } from './run-header'
import { RunValuesContext } from './run-values'
import { StepsSkeleton } from './steps-skeleton'
import { firstFailure } from './tree-path'
import { usePlan } from './use-plan'
import { useRunLog } from './use-run-log'

const loadTimeline = () => import('./timeline').then((module) => module.Timeline)
const loadInspector = () => import('./inspector').then((module) => module.Inspector)
const loadNotices = () => import('./run-notices').then((module) => module.RunNotices)
const loadActions = () => import('./run-actions').then((module) => module.RunActions)
const Timeline = dynamic(loadTimeline, { ssr: false, loading: () => <StepsSkeleton /> })
const Inspector = dynamic(loadInspector, { ssr: false })
const RunNotices = dynamic(loadNotices, { ssr: false })
const RunActions = dynamic(loadActions, { ssr: false })
const UnloggedRun = dynamic(() => import('./unlogged-run').then((module) => module.UnloggedRun), {
  ssr: false,
})

/** Fetches the parts that draw a run while its data are on their way. */
export function preloadRunParts() {
  for (const load of [loadTimeline, loadInspector, loadNotices, loadActions]) load().catch(() => {}) // drawing them tries again
}

/** A run that is there; of one whose log is gone, what its row still tells. */
export function LoadedRun({ run }: { run: Run }) {
  const { id, payloadsErasedAt } = run
  const values = useMemo(() => ({ runId: id, erasedAt: payloadsErasedAt }), [id, payloadsErasedAt])
  return (
    <RunValuesContext value={values}>
      {run.eventsErasedAt === null ? <LoggedRun run={run} /> : <UnloggedRun run={run} />}
    </RunValuesContext>
  )
}

/** Header, what needs attention, steps in time, and one of them under the glass. */
function LoggedRun({ run }: { run: Run }) {
  const log = useRunLog(run.id)
  const plan = usePlan(run)
  const { params, change } = useQueryParams()
  const isPhone = useIsPhone()
  const [reveal, setReveal] = useState<{ path: string }>()
  const selected = params.get('step') ?? undefined
  const view = log.data?.view
  const failure = view && firstFailure(view)

  const select = (step: string | undefined) =>
    change({ step }, isPhone && step && !selected ? 'push' : 'replace')
  function jumpToFailure() {
    if (!failure) return
    setReveal({ path: failure })
    select(failure)
  }
  useRunShortcuts(failure, jumpToFailure, () => select(undefined))

  const inspector = view && log.data && (
    <Inspector run={run} log={log.data} path={isPhone ? undefined : selected} onSelect={select} />
  )
  return (
    <>
      <RunHeader run={run} view={view} actions={<RunActions run={run} view={view} />} />
      <QueryView query={log} skeleton={<StepsSkeleton />} permission="runs.read">
        {(loaded) => (
          <>
            {run.payloadsErasedAt !== null && <ErasedNotice run={run} />}
            <RunNotices run={run} view={loaded.view} onJump={failure ? jumpToFailure : undefined} />
            <SplitPanel
              id="run"
              label="Resize inspector"
              defaultPx={490}
              minPx={320}
              maxPx={900}
              className="min-h-0 flex-1"
              start={
                <Timeline
                  run={run}
                  view={loaded.view}
                  plan={plan}
                  isLive={!isRunEnded(loaded.view.status)}
                  selected={selected}
                  reveal={reveal}
                  onSelect={select}
                />
              }
              end={inspector}
            />
            <Sheet
              isOpen={isPhone && selected !== undefined}
              onOpenChange={(isOpen) => {
                if (!isOpen) select(undefined)
              }}
              title="Step"
              isBare
              size="lg"
            >
              <Inspector run={run} log={loaded} path={selected} onSelect={select} />
            </Sheet>
          </>
        )}
      </QueryView>
    </>
  )
}

function useRunShortcuts(failure: string | undefined, onJump: () => void, onClose: () => void) {
  // The callbacks are made anew with each render; what they do follows from what is listed here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const shortcuts = useMemo(
    () => [
      { keys: 'f', label: 'Jump to first failure', onPress: onJump, isOff: !failure },
      { keys: 'esc', label: 'Show the run instead of a step', onPress: onClose },
    ],
    [failure],
  )
  useShortcuts('Run', shortcuts)
}
