'use client'

import { X } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { useQueryParams } from '@/components/data/use-query-params'
import type { LoggedRunEvent } from '@/server/kernel/run-events'
import { lastOf, PLACES, type StepView } from '@/server/kernel/run-view'
import { Button } from '../ui/button'
import { StatusIcon } from '../ui/status'
import { TabPanel, Tabs } from '../ui/tabs'
import { AttemptsPanel } from './attempts-panel'
import { CostPanel, type UsageEvent } from './cost-panel'
import { EventsPanel } from './events-panel'
import { LogsPanel } from './logs-panel'
import type { Run } from './run'
import { RunOverview } from './run-overview'
import { StepOverview } from './step-overview'
import { ROLLBACK_PATH, shownStatus } from './tree-node'
import type { RunLog } from './use-run-log'
import { ValueView } from './value-view'

export interface InspectorProps {
  run: Run
  log: RunLog
  /** The selected step; without one the run itself is shown. */
  path: string | undefined
  onSelect: (path: string | undefined) => void
}

interface Panel {
  value: string
  label: string
  count?: number
  content: () => ReactNode
}

/** All there is to know of one step, or of the run. */
export function Inspector({ run, log, path, onSelect }: InspectorProps) {
  const { params, change } = useQueryParams()
  const step = path === undefined ? undefined : log.view.steps.get(path)
  const events = useMemo(
    () =>
      path === undefined ? log.events : log.events.filter((event) => 'path' in event && event.path === path),
    [log.events, path],
  )
  const panels =
    path === undefined
      ? runPanels(run, log, onSelect)
      : stepPanels({ run, path, step, log, events, onSelect })
  const title = path === undefined ? 'Run' : titleOf(path, step)
  const open = panels.find((panel) => panel.value === params.get('panel')) ?? panels[0]
  if (!open) return null
  return (
    <section
      aria-label={path === undefined ? 'Run details' : `Step ${path}`}
      className="flex h-full min-h-0 flex-col bg-surface"
    >
      <header className="flex h-9 shrink-0 items-center gap-2 border-b px-4">
        {step && <StatusIcon status={shownStatus(step)} isLabelled />}
        <h2 className="min-w-0 truncate font-medium text-fg text-sm" title={path}>
          {title}
        </h2>
        {path !== undefined && path !== title && path !== ROLLBACK_PATH && (
          <code className="min-w-0 truncate text-fg-subtle text-xs">{path}</code>
        )}
        {path !== undefined && (
          <Button
            variant="ghost"
            size="sm"
            aria-label="Back to the run"
            icon={<X />}
            className="-mr-2 ml-auto px-1.5"
            onClick={() => onSelect(undefined)}
          />
        )}
      </header>
      <Tabs
        items={panels}
        value={open.value}
        onValueChange={(panel) => change({ panel: panel === 'overview' ? undefined : panel })}
        label="Details"
        className="min-h-0 flex-1 [&>div:first-child]:px-2"
      >
        <TabPanel value={open.value} className="min-h-0 flex-1 overflow-y-auto px-4 py-4">
          {open.content()}
        </TabPanel>
      </Tabs>
    </section>
  )
}

function runPanels(run: Run, log: RunLog, onSelect: InspectorProps['onSelect']): Panel[] {
  const { view, events } = log
  const lines = [...view.steps.values()].flatMap((step) =>
    step.logs.map((line) => ({ ...line, path: step.path })),
  )
  const calls = events.filter(isUsage)
  return [
    {
      value: 'overview',
      label: 'Overview',
      content: () => <RunOverview run={run} view={view} onSelect={onSelect} />,
    },
    { value: 'input', label: 'Inputs', content: () => <ValueView value={run.inputs} label="Inputs" /> },
    {
      value: 'output',
      label: 'Output',
      content: () => <ValueView value={view.output ?? run.output ?? undefined} label="Output" />,
    },
    counted('logs', 'Logs', lines.length, () => (
      <LogsPanel lines={lines.sort((one, other) => one.seq - other.seq)} onSelect={onSelect} />
    )),
    counted('cost', 'Cost', calls.length, () => <CostPanel calls={calls} onSelect={onSelect} />),
    counted('events', 'Events', events.length, () => <EventsPanel events={events} onSelect={onSelect} />),
  ]
}

interface StepPanels extends InspectorProps {
  path: string
  step: StepView | undefined
  events: readonly LoggedRunEvent[]
}

function stepPanels({ run, path, step, log, events, onSelect }: StepPanels): Panel[] {
  const calls = events.filter(isUsage)
  const overview: Panel = {
    value: 'overview',
    label: 'Overview',
    content: () => <StepOverview run={run} path={path} step={step} view={log.view} onSelect={onSelect} />,
  }
  if (!step) return [overview]
  return [
    overview,
    {
      value: 'input',
      label: 'Input',
      content: () => <ValueView value={step.attempts.at(-1)?.input} label="Input" />,
    },
    { value: 'output', label: 'Output', content: () => <ValueView value={step.output} label="Output" /> },
    counted('attempts', 'Attempts', step.attempts.length, () => <AttemptsPanel step={step} />),
    counted('logs', 'Logs', step.logs.length, () => <LogsPanel lines={step.logs} />),
    counted('cost', 'Cost', calls.length, () => <CostPanel calls={calls} />),
    counted('events', 'Events', events.length, () => <EventsPanel events={events} />),
  ]
}

function counted(value: string, label: string, count: number, content: () => ReactNode): Panel {
  return { value, label, content, ...(count > 0 && { count }) }
}

function isUsage(event: LoggedRunEvent): event is UsageEvent {
  return event.type === 'step.usage'
}

function titleOf(path: string, step: StepView | undefined): string {
  if (path === ROLLBACK_PATH) return 'Rollback'
  return path === PLACES.finally ? 'Finally' : (step?.name ?? lastOf(path))
}
