'use client'

import { Activity, CircleDollarSign, FileClock, Inbox, ShieldCheck, Timer } from 'lucide-react'
import { useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CopyableId } from '@/components/ui/copyable-id'
import { Duration } from '@/components/ui/duration'
import { Keys } from '@/components/ui/kbd'
import { Money } from '@/components/ui/money'
import { PageHeader } from '@/components/ui/page-header'
import { Progress } from '@/components/ui/progress'
import { PropertyList } from '@/components/ui/property-list'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton, SkeletonText } from '@/components/ui/skeleton'
import { Spinner } from '@/components/ui/spinner'
import { StatTile } from '@/components/ui/stat-tile'
import { STATUSES, type Status, StatusBadge, StatusIcon } from '@/components/ui/status'
import { TabPanel, Tabs } from '@/components/ui/tabs'
import { Tokens } from '@/components/ui/tokens'
import { useNow } from '@/components/ui/use-now'
import { Chapter, Specimen } from './specimen'

// Every key of the table is a status; Object.keys only knows strings.
const ALL = Object.keys(STATUSES) as Status[]

export function Showing() {
  return (
    <Chapter title="Showing">
      <Specimen name="Status">
        {ALL.map((status) => (
          <StatusBadge key={status} status={status} />
        ))}
      </Specimen>
      <Specimen name="Status, plain" className="gap-x-6">
        {ALL.map((status) => (
          <StatusBadge key={status} status={status} variant="plain" />
        ))}
      </Specimen>
      <Specimen name="Status icons">
        {ALL.map((status) => (
          <StatusIcon key={status} status={status} isLabelled className="size-6" />
        ))}
      </Specimen>
      <Facts />
      <Specimen name="Tiles" className="grid grid-cols-2 md:grid-cols-4">
        <StatTile
          label="Waiting for you"
          value="3"
          note="oldest 2h"
          icon={<ShieldCheck />}
          tone="warning"
          href="/gallery"
        />
        <StatTile
          label="Runs today"
          value="1,284"
          note="98.4% succeeded"
          icon={<Activity />}
          tone="success"
        />
        <StatTile label="Spend today" value="$3.42" note="of $25 budget" icon={<CircleDollarSign />} />
        <StatTile label="Median duration" value="1m 32s" note="p95 4m 10s" icon={<Timer />} />
      </Specimen>
      <Specimen name="Page header" className="block">
        <ExampleHeader />
      </Specimen>
      <Specimen name="Tabs" className="block">
        <ExampleTabs />
      </Specimen>
      <Specimen name="Alerts" className="flex-col items-stretch">
        <Alert title="Version 8 is published">New runs use it; running ones keep version 7.</Alert>
        <Alert
          tone="warning"
          title="80% of the monthly budget is spent"
          actions={<Button size="sm">Open budget</Button>}
        >
          Runs pause for approval at 100%.
        </Alert>
        <Alert tone="danger">The secret OPENAI_KEY is missing in this project.</Alert>
        <Alert tone="success">The provider answered in 340 ms.</Alert>
      </Specimen>
    </Chapter>
  )
}

function Facts() {
  const now = useNow(60_000)
  return (
    <>
      <Specimen name="Badge">
        <Badge>http</Badge>
        <Badge tone="accent">current</Badge>
        <Badge tone="warning">offline, no AI</Badge>
        <Badge variant="outline" isMono>
          v12
        </Badge>
      </Specimen>
      <Specimen name="Avatar">
        <Avatar name="Ada Lovelace" size="lg" />
        <Avatar name="Grace Hopper" />
        <Avatar name="Barbara Liskov" size="sm" />
        <Avatar name="Katherine Johnson" size="xs" />
        <Avatar name="Atlas" shape="square" size="lg" />
        <Avatar name="Northwind" shape="square" />
      </Specimen>
      <Specimen name="Keys">
        <Keys keys="mod+k" />
        <Keys keys="g r" />
        <Keys keys="shift+enter" />
        <Keys keys="esc" />
      </Specimen>
      <Specimen name="Relative time" className="gap-x-8">
        <RelativeTime at={now === undefined ? null : new Date(now - 190_000)} />
        <RelativeTime at={now === undefined ? null : new Date(now - 90_000_000)} />
        <RelativeTime at={now === undefined ? null : new Date(now - 9_000_000_000)} />
        <RelativeTime at={now === undefined ? null : new Date(now + 7_300_000)} />
        <RelativeTime at={null} />
      </Specimen>
      <Specimen name="Duration" className="gap-x-8">
        <Duration durationMs={120} />
        <Duration durationMs={92_000} />
        <Duration durationMs={9_000_000} />
        <Duration startedAt={now === undefined ? null : new Date(now - 61_000)} />
        <Duration durationMs={null} />
      </Specimen>
      <Specimen name="Money, tokens, ids" className="gap-x-8">
        <Money costNanos="12300000" />
        <Money costNanos="184200000000" />
        <Money costNanos="0" />
        <Money costNanos={null} />
        <Tokens count={12_431} />
        <CopyableId id="run_01jd8x9k2mf7q3v5w6y8z0a1b2" />
      </Specimen>
      <Specimen name="Skeleton, spinner" className="grid items-center gap-6 sm:grid-cols-3">
        <SkeletonText lines={3} />
        <span className="flex items-center gap-3">
          <Skeleton className="size-9 rounded-full" />
          <span className="flex-1">
            <Skeleton className="mb-2 h-3 w-3/5" />
            <Skeleton className="h-3 w-2/5" />
          </span>
        </span>
        <Spinner label="Loading" className="size-5 text-fg-subtle" />
      </Specimen>
      <Specimen name="Facts" className="grid items-start gap-4 sm:grid-cols-2">
        <Card title="Details" actions={<Badge isMono>v7</Badge>} footer="Started by a schedule">
          <PropertyList
            items={[
              { label: 'Status', value: <StatusBadge status="waiting" variant="plain" /> },
              { label: 'Workflow', value: 'Release notes' },
              { label: 'Cost', value: <Money costNanos="48200000" /> },
            ]}
          />
        </Card>
        <Card title="Progress">
          <div className="flex flex-col gap-3">
            <Progress value={0.64} label="Steps done" />
            <Progress value={0.92} tone="warning" label="Budget spent" />
            <Progress value={undefined} tone="info" label="Loading" />
          </div>
        </Card>
      </Specimen>
    </>
  )
}

function ExampleHeader() {
  return (
    <div>
      <PageHeader
        title="Release notes"
        documentTitle="Gallery"
        leading={<StatusIcon status="running" isLabelled className="size-5" />}
        badges={<Badge isMono>v7</Badge>}
        description="Groups commits, drafts notes, waits for an editor."
        actions={
          <>
            <Button>Edit</Button>
            <Button variant="primary">Run workflow</Button>
          </>
        }
        meta={
          <>
            <span className="inline-flex items-center gap-1.5">
              <FileClock aria-hidden="true" className="size-4" /> published 2h ago
            </span>
            <span>by Ada Lovelace</span>
          </>
        }
      />
    </div>
  )
}

function ExampleTabs() {
  const [tab, setTab] = useState('timeline')
  return (
    <Tabs
      label="Run"
      value={tab}
      onValueChange={setTab}
      items={[
        { value: 'timeline', label: 'Timeline' },
        { value: 'logs', label: 'Logs', count: 128 },
        { value: 'events', label: 'Events', icon: <Inbox /> },
        { value: 'report', label: 'Report', isDisabled: true },
      ]}
    >
      <TabPanel value="timeline">The timeline.</TabPanel>
      <TabPanel value="logs">The logs.</TabPanel>
      <TabPanel value="events">The events.</TabPanel>
    </Tabs>
  )
}
