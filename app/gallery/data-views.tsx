'use client'

import { useState } from 'react'
import { Chart } from '@/components/ui/chart'
import { CodeBlock } from '@/components/ui/code-block'
import { JsonViewer } from '@/components/ui/json-viewer'
import { LoadMore } from '@/components/ui/load-more'
import { Markdown } from '@/components/ui/markdown'
import { ObjectDiff } from '@/components/ui/object-diff'
import { SplitPanel } from '@/components/ui/split-panel'
import { TextDiff } from '@/components/ui/text-diff'
import { RunTable } from './run-table'
import { DRAFT_AFTER, DRAFT_BEFORE, SAMPLE_JSON, SAMPLE_MARKDOWN, SAMPLE_RUNS } from './samples'
import { Chapter, Specimen } from './specimen'

const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  hour,
  succeeded: 20 + Math.round(18 * Math.sin(hour / 3.2) ** 2),
  failed: hour % 7 === 3 ? 4 : hour % 5 === 1 ? 1 : 0,
}))

const YAML = `name: release-notes
inputs:
  commits: { type: string, format: textarea }
steps:
  group:
    kind: code
    run: return inputs.commits.split("\\n")
  draft:
    kind: agent
    needs: [group]`

export function DataViews() {
  const [range, setRange] = useState('')
  return (
    <Chapter title="Data">
      <Specimen name="Table" className="block">
        <RunTable runs={SAMPLE_RUNS} href="/gallery/shell" />
        <LoadMore hasMore onLoadMore={() => {}} shownCount={8} totalCount={1_284} isEstimate noun="runs" />
      </Specimen>
      <Specimen name="JSON" className="block">
        <JsonViewer value={SAMPLE_JSON} label="Output" />
      </Specimen>
      <Specimen name="JSON, single values" className="grid items-start sm:grid-cols-3">
        <JsonViewer value="One line of text" label="Text" />
        <JsonViewer value={null} label="Nothing" />
        <JsonViewer value={[]} label="Empty list" />
      </Specimen>
      <Specimen name="Code" className="block">
        <CodeBlock code={YAML} title="release-notes.yaml" hasLineNumbers />
      </Specimen>
      <Specimen name="Text diff" className="block">
        <TextDiff before={DRAFT_BEFORE} after={DRAFT_AFTER} label="Changes to the draft" contextLines={1} />
      </Specimen>
      <Specimen name="Object diff" className="block">
        <ObjectDiff
          label="Changes to the inputs"
          before={{ tone: 'plain', retries: 2, items: [{ price: 12 }], gone: true }}
          after={{ tone: 'warm', retries: 2, items: [{ price: 14 }], fresh: { a: 1 } }}
        />
      </Specimen>
      <Specimen name="Diff without change" className="grid items-start sm:grid-cols-2">
        <TextDiff before={DRAFT_BEFORE} after={DRAFT_BEFORE} label="No changes to the draft" />
        <ObjectDiff before={{ a: 1 }} after={{ a: 1 }} label="No changes to the inputs" />
      </Specimen>
      <Specimen name="Markdown" className="block">
        <Markdown text={SAMPLE_MARKDOWN} />
      </Specimen>
      <Specimen name="Chart" className="block">
        <Chart
          kind="bar"
          isStacked
          rows={HOURS}
          x="hour"
          xLabel="Hour"
          title="Runs"
          formatX={(hour) => `${String(hour).padStart(2, '0')}:00`}
          series={[
            { key: 'succeeded', label: 'Succeeded', tone: 'success' },
            { key: 'failed', label: 'Failed', tone: 'danger' },
          ]}
          summary={`${HOURS.reduce((sum, row) => sum + row.succeeded + row.failed, 0)} runs in 24 hours. ${range}`}
          onBrush={(from, to) => setRange(`Brushed from ${from} to ${to}.`)}
        />
      </Specimen>
      <Specimen name="Chart, lines and empty" className="grid items-start gap-4 lg:grid-cols-2">
        <Chart
          kind="line"
          rows={HOURS}
          x="hour"
          xLabel="Hour"
          title="Succeeded"
          heightPx={160}
          series={[{ key: 'succeeded', label: 'Succeeded', tone: 'accent' }]}
          summary="Runs that succeeded, by hour."
        />
        <Chart
          kind="area"
          rows={[]}
          x="hour"
          xLabel="Hour"
          title="Spend"
          heightPx={160}
          series={[{ key: 'cost', label: 'Cost', tone: 'info' }]}
          summary="Nothing was spent."
          emptyTitle="Nothing spent yet"
          emptyText="Costs show here once a model was called."
        />
      </Specimen>
      <Specimen name="Resizable panels" className="block">
        <SplitPanel
          id="gallery"
          label="Resize inspector"
          defaultPx={320}
          minPx={200}
          className="h-40 overflow-hidden rounded-lg border"
          start={
            <p className="p-4 text-fg-muted text-sm">Drag the line, or focus it and use the arrow keys.</p>
          }
          end={<p className="h-full bg-sunken p-4 text-fg-muted text-sm">Inspector</p>}
        />
      </Specimen>
    </Chapter>
  )
}
