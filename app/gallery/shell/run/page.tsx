'use client'

import { Ban } from 'lucide-react'
import { useState } from 'react'
import { useBreadcrumbs } from '@/components/layout/breadcrumbs'
import { PageFill } from '@/components/layout/page'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { CopyableId } from '@/components/ui/copyable-id'
import { JsonViewer } from '@/components/ui/json-viewer'
import { PageHeader } from '@/components/ui/page-header'
import { SplitPanel } from '@/components/ui/split-panel'
import { type Status, StatusBadge, StatusIcon } from '@/components/ui/status'
import { TabPanel, Tabs } from '@/components/ui/tabs'
import { SAMPLE_JSON } from '../../samples'

const STEPS: { name: string; kind: string; status: Status; left: number; width: number; took: string }[] = [
  { name: 'group', kind: 'code', status: 'succeeded', left: 0, width: 4, took: '120ms' },
  { name: 'draft', kind: 'agent', status: 'succeeded', left: 4, width: 38, took: '14.2s' },
  { name: 'check-links', kind: 'http', status: 'failed', left: 4, width: 12, took: '3.1s' },
  { name: 'fallback', kind: 'set', status: 'skipped', left: 16, width: 1, took: '–' },
  { name: 'review', kind: 'approval', status: 'waiting', left: 42, width: 58, took: '1m 20s' },
  { name: 'publish', kind: 'http', status: 'queued', left: 99, width: 1, took: '–' },
]

const FILLS: Partial<Record<Status, string>> = {
  succeeded: 'bg-success/75',
  failed: 'bg-danger/80',
  waiting: 'bg-warning/30',
}

export default function RunDemo() {
  const [tab, setTab] = useState('output')
  useBreadcrumbs([{ label: 'Release notes', href: '/gallery/shell' }, { label: 'run_…0a1b2' }])
  return (
    <PageFill>
      <PageHeader
        className="border-b px-4 pt-4 pb-3 md:px-6"
        title="Release notes"
        badges={
          <>
            <Badge isMono>v7</Badge>
            <StatusBadge status="waiting" isLive />
          </>
        }
        actions={
          <>
            <Button icon={<Ban />}>Cancel run</Button>
            <Button variant="primary">Review</Button>
          </>
        }
        meta={
          <>
            <CopyableId id="run_01jd8x9k2mf7q3v5w6y8z0a1b2" />
            <span>started 2m ago by Ada Lovelace</span>
            <span className="tabular">1m 34s · $0.0123 · 2.4k tokens</span>
          </>
        }
      />
      <SplitPanel
        id="run-demo"
        label="Resize inspector"
        defaultPx={440}
        className="flex-1"
        start={
          <ul aria-label="Steps" className="h-full overflow-y-auto py-2">
            {STEPS.map((step) => (
              <li
                key={step.name}
                className={cn(
                  'flex h-9 items-center gap-3 px-4 text-sm hover:bg-hover md:px-6',
                  step.name === 'draft' && 'bg-accent-soft',
                )}
              >
                <StatusIcon status={step.status} isLabelled />
                <span className="w-28 truncate font-medium">{step.name}</span>
                <span className="w-16 text-fg-subtle text-xs">{step.kind}</span>
                <span className="relative h-3 flex-1 max-md:hidden">
                  <span
                    className={cn(
                      'absolute inset-y-0 min-w-0.5 rounded-xs',
                      FILLS[step.status] ?? 'bg-active',
                    )}
                    style={{ left: `${step.left}%`, width: `${step.width}%` }}
                  />
                </span>
                <span className="tabular w-16 text-right text-fg-muted text-xs max-md:ml-auto">
                  {step.took}
                </span>
              </li>
            ))}
          </ul>
        }
        end={
          <Tabs
            label="Step"
            isInset
            className="h-full overflow-hidden"
            value={tab}
            onValueChange={setTab}
            items={[
              { value: 'output', label: 'Output' },
              { value: 'attempts', label: 'Attempts', count: 1 },
              { value: 'logs', label: 'Logs' },
            ]}
          >
            <TabPanel value="output" className="overflow-y-auto p-4">
              <JsonViewer value={SAMPLE_JSON} label="Output" />
            </TabPanel>
            <TabPanel value="attempts" className="p-4">
              One attempt.
            </TabPanel>
            <TabPanel value="logs" className="p-4">
              No logs.
            </TabPanel>
          </Tabs>
        }
      />
    </PageFill>
  )
}
